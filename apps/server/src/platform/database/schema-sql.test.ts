import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { withClient } from './roles.ts';
import { printSchema } from './schema-sql.ts';

test('schema.sql is what the migrations make (npx vitest run --project server schema-sql -u writes it)', async () => {
  const { migrator, roles } = inject('template');
  const printed = await withClient(migrator, async (client) => printSchema(await readCatalogue(client, roles)));
  await expect(printed).toMatchFileSnapshot(path.join(inject('migrationsFolder'), 'schema.sql'));
});

test('the same schema prints the same text, whatever the roles of the installation are called', async () => {
  const { migrator, roles } = inject('template');
  const [one, two] = await withClient(migrator, async (client) => [
    printSchema(await readCatalogue(client, roles)),
    printSchema(await readCatalogue(client, roles)),
  ]);
  expect(one).toBe(two);
  expect(one).not.toContain(roles.app);
  expect(one).toContain('GRANT DELETE, INSERT, SELECT, UPDATE ON tenant.orders TO :app;');
});
