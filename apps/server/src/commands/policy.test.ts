import { policyIds } from '@tradewind/rules/policies';
import { expect, test } from 'vitest';
import { policyCommand } from './policy.ts';

const good = JSON.stringify({ merchantEntities: ['A'], shopEntity: 'B', asOf: '2026-01-31T23:59:59Z' });

async function run(given: { id?: string; input?: string }, files: Record<string, string> = {}) {
  const said: string[] = [];
  const complained: string[] = [];
  const read = async (file: string) => {
    const found = files[file];
    if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return found;
  };
  const code = await policyCommand(
    { read, say: (line) => said.push(line), complain: (line) => complained.push(line) },
    { id: given.id, input: given.input },
  );
  return { code, said, complained };
}

test('alone it names every rule', async () => {
  expect(await run({})).toEqual({ code: 0, said: [...policyIds], complained: [] });
});

test.each(['case.json', '-'])('an input from %s is answered as JSON on standard output', async (input) => {
  const { code, said, complained } = await run({ id: 'shop-binding', input }, { [input]: good });
  expect({ code, complained }).toEqual({ code: 0, complained: [] });
  expect(JSON.parse(said.join('\n'))).toMatchObject({ allowed: false, reason: 'cross-entity-not-yet', covered: true });
});

test('bad input: every path with its reason, nothing on standard output, exit 2', async () => {
  const bad = JSON.stringify({ merchantEntities: [1], shopEntity: '', asOf: '2026-02-01', extra: 1 });
  const { code, said, complained } = await run({ id: 'shop-binding', input: '-' }, { '-': bad });
  expect({ code, said }).toEqual({ code: 2, said: [] });
  expect(complained.map((line) => line.split(':')[0]).sort()).toEqual(['/asOf', '/extra', '/merchantEntities/0', '/shopEntity']);
});

test.each([
  [{ id: 'toString', input: '-' }, /no policy is called toString; there are: .*shop-binding/],
  [{ id: 'shop-binding' }, /needs --input/],
  [{ id: 'shop-binding', input: 'missing.json' }, /missing\.json cannot be read/],
  [{ id: 'shop-binding', input: 'broken.json' }, /broken\.json is not JSON/],
])('%j: exit 2 and why', async (given, why) => {
  const { code, complained } = await run(given, { 'broken.json': '{"a":' });
  expect(code).toBe(2);
  expect(complained.join('\n')).toMatch(why);
});
