import { afterEach, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

const MIGRATION = {
  'apps/server/migrations/0001_first.sql':
    'CREATE TABLE tenant.orders (id int);\nCREATE TABLE system.job (id int);\nCREATE TABLE tenant.shop (id int);\n',
};
const ORDERS = {
  'apps/server/src/modules/orders/store.ts':
    "export const save = (tx) => tx.insertInto('orders');\nexport const drop = (tx) => tx.deleteFrom('orders as o');\n",
};
const FAULTS: [how: string, text: string][] = [
  ['by the query builder', "tx.updateTable('orders');"],
  ['by a qualified name', "tx.insertInto('tenant.orders');"],
  ['by SQL in a string', "tx.query('INSERT INTO orders (id) VALUES (1)');"],
  ['by SQL in a template', ['sql`update tenant.orders set id = $', '{1} where id = $', '{2}`;'].join('')],
  ['by SQL with an alias', 'sql`update orders as o set id = 1`;'],
  ['by COPY', 'sql`copy tenant.orders (id) from stdin`;'],
];

let tree: PlantedTree;
afterEach(() => tree.remove());

function check(files: Record<string, string>) {
  tree = plantTree({ ...MIGRATION, ...ORDERS, ...files });
  return tree.run('check-tables.mjs');
}

test('an owner writes, anyone reads, tests do as they like', () => {
  const { code, output } = check({
    'apps/server/src/platform/lanes/claim.ts': "export const claim = (tx) => tx.updateTable('system.job');\n",
    'apps/server/src/modules/insights/read.ts':
      "export const read = (tx) => tx.selectFrom('orders');\nexport const text = 'to update orders press the button';\nexport const lock = sql`select 1 from orders for update`;\n",
    'apps/server/src/modules/insights/read.test.ts': "tx.insertInto('orders');\n",
  });
  expect(output).toContain('0 problems');
  expect(code).toBe(0);
});

test('a second folder that writes a table fails, whichever way it does, and both are named', () => {
  const file = (index: number) => `apps/server/src/modules/insights/fault-${index}.ts`;
  const { code, output } = check(Object.fromEntries(FAULTS.map(([, text], index) => [file(index), text])));
  expect(output).toContain('orders is written by 2 folders');
  expect(output).toContain('modules/orders: apps/server/src/modules/orders/store.ts:1');
  const unseen = FAULTS.filter((_, index) => !output.includes(`${file(index)}:1`));
  expect(unseen).toEqual([]);
  expect(code).toBe(1);
});

test('a table that no migration creates, or whose name cannot be seen, fails', () => {
  const { code, output } = check({
    'apps/server/src/modules/insights/fault.ts': "tx.insertInto('ordres');\nexport const save = (tx, name) => tx.insertInto(name);\n",
  });
  expect(output).toContain('fault.ts:1 writes ordres, which no migration creates');
  expect(output).toContain('fault.ts:2 writes a table whose name is not a literal');
  expect(code).toBe(1);
});

test('a module’s README names the tables it writes', () => {
  const readme = (tables: string) => ({
    'apps/server/src/modules/orders/README.md': `# Orders\n\n## Tables\n\n- ${tables}\n\n## Not here\n\n\`orders\` of others.\n`,
  });
  expect(check(readme('`tenant.orders`: one row per order')).code).toBe(0);
  tree.remove();
  const { code, output } = check(readme('`shop`'));
  expect(output).toContain('does not name `orders` under "Tables"');
  expect(code).toBe(1);
});
