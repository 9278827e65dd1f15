import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Agent, type AssignmentRule, afterAssignment, assignByRules, meetsRule } from './assignment-rules.ts';

const rule: AssignmentRule = {
  ...{ id: 'r', shopIds: [], markets: [], languages: [], hours: 'any', memberIds: ['ada', 'bo', 'cy'] },
  ...{ by: 'round-robin', mostOpen: null, lastMemberId: null },
};
const waiting = { shopId: 's1', market: 'GB', language: 'es', isOpen: true };
const agent = (id: string, facts: Partial<Agent> = {}): Agent => ({ id, shopIds: null, isAccepting: true, load: 0, ...facts });
const all = [agent('ada'), agent('bo'), agent('cy')];

test.each<[Partial<AssignmentRule>, Partial<typeof waiting> | { language: null }, boolean]>([
  [{}, {}, true],
  [{ shopIds: ['s1', 's2'] }, {}, true],
  [{ shopIds: ['s2'] }, {}, false],
  [{ markets: ['GB'] }, {}, true],
  [{ markets: ['US'] }, {}, false],
  [{ languages: ['es', 'pt'] }, {}, true],
  [{ languages: ['fr'] }, {}, false],
  [{ languages: ['es'] }, { language: null }, false],
  [{ hours: 'open' }, {}, true],
  [{ hours: 'open' }, { isOpen: false }, false],
  [{ hours: 'closed' }, { isOpen: false }, true],
  [{ hours: 'closed' }, {}, false],
])('a rule for %j and a conversation with %j: %s', (conditions, facts, is) => {
  expect(meetsRule({ ...rule, ...conditions }, { ...waiting, ...facts })).toBe(is);
});

test.each<[string, Partial<AssignmentRule>, Agent[], string | null]>([
  ['the first who is named', {}, all, 'ada'],
  ['after whom it chose last', { lastMemberId: 'ada' }, all, 'bo'],
  ['round again', { lastMemberId: 'cy' }, all, 'ada'],
  ['past who takes no more', { lastMemberId: 'ada' }, [agent('ada'), agent('bo', { isAccepting: false }), agent('cy')], 'cy'],
  ['past who may not in this shop', {}, [agent('ada', { shopIds: ['s2'] }), agent('bo', { shopIds: ['s1'] })], 'bo'],
  ['past who has enough', { mostOpen: 2 }, [agent('ada', { load: 2 }), agent('bo', { load: 1 })], 'bo'],
  ['the least loaded', { by: 'least-loaded' }, [agent('ada', { load: 3 }), agent('bo', { load: 1 }), agent('cy', { load: 2 })], 'bo'],
  ['by turn among equals', { by: 'least-loaded', lastMemberId: 'ada' }, all, 'bo'],
  ['nobody', {}, [agent('dee')], null],
])('chosen is %s', (_name, facts, agents, chosen) => {
  expect(assignByRules([{ ...rule, ...facts }], waiting, agents)?.memberId ?? null).toBe(chosen);
});

test('a rule that finds nobody leaves it to the next', () => {
  const first = { ...rule, id: 'first', memberIds: ['bo'] };
  expect(assignByRules([first, { ...rule, id: 'next' }], waiting, [agent('ada'), agent('bo', { isAccepting: false })])).toEqual({
    ruleId: 'next',
    memberId: 'ada',
  });
});

describe('over many conversations', () => {
  const agents = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('ada', 'bo', 'cy', 'dee', 'eve'),
      shopIds: fc.constantFrom<string[] | null>(null, ['s1'], ['s2'], []),
      isAccepting: fc.boolean(),
      load: fc.integer({ min: 0, max: 6 }),
    }),
    { selector: ({ id }) => id },
  );
  const rules = fc.record({
    by: fc.constantFrom('round-robin' as const, 'least-loaded' as const),
    mostOpen: fc.constantFrom(null, 1, 3, 5),
    memberIds: fc.uniqueArray(fc.constantFrom('ada', 'bo', 'cy', 'dee', 'eve'), { minLength: 1 }),
  });
  const shops = fc.array(fc.constantFrom('s1', 's2'), { maxLength: 30 });

  test('nobody is given what they may not answer, do not take or have enough of', () => {
    fc.assert(
      fc.property(agents, rules, shops, (given, facts, shopIds) => {
        let at = { rules: [{ ...rule, ...facts }], agents: given };
        for (const shopId of shopIds) {
          const chosen = assignByRules(at.rules, { ...waiting, shopId }, at.agents);
          const who = at.agents.find(({ id }) => id === chosen?.memberId);
          if (!chosen || !who) continue;
          expect(who.isAccepting && (who.shopIds === null || who.shopIds.includes(shopId))).toBe(true);
          expect(facts.memberIds).toContain(who.id);
          if (facts.mostOpen !== null) expect(who.load).toBeLessThan(facts.mostOpen);
          at = afterAssignment(at, chosen);
        }
      }),
    );
  });

  test('in turn, everybody gets as many as the others, give or take one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
        let at = { rules: [rule], agents: all };
        for (let done = 0; done < count; done += 1) {
          const chosen = assignByRules(at.rules, waiting, at.agents);
          if (chosen) at = afterAssignment(at, chosen);
        }
        const loads = at.agents.map(({ load }) => load);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        expect(loads.reduce((sum, load) => sum + load, 0)).toBe(count);
      }),
    );
  });
});
