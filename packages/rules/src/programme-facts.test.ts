import { expect, test } from 'vitest';
import { isCountry } from './countries.ts';
import { programmeFacts, programmeSteps } from './programme-facts.ts';

test('every fact has its own id, a source with a name, and markets that exist', () => {
  const ids = [...programmeFacts, ...programmeSteps].map((fact) => fact.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const fact of programmeFacts) {
    expect(fact.markets.filter((market) => !isCountry(market))).toEqual([]);
    expect(fact.sourceName).not.toBe('');
    expect(Object.values(fact.values).filter((value) => typeof value === 'number' && value <= 0)).toEqual([]);
  }
});

test('what a market is worth is told as a range in order', () => {
  for (const { id, values } of programmeFacts)
    for (const [name, value] of Object.entries(values)) {
      const to = values[name.replace(/^from/, 'to')];
      if (name.startsWith('from') && to !== undefined) expect(Number(value), id).toBeLessThan(Number(to));
    }
});

test('checklists run forwards', () => {
  for (const { steps } of programmeSteps) {
    const months = steps.map((step) => step.month ?? 0);
    expect(months).toEqual([...months].sort((one, other) => one - other));
  }
});
