/**
 * Judges the catalogue by the rules that keep merchants apart. Each rule stands for a hole that looks fine in a demo: a view of the
 * owner, a materialised view or a definer function shows everybody's rows; a plain foreign key points into another merchant; a plain
 * unique key reveals that another merchant has the value; a second permissive policy is OR-ed to the first; a sequence tells
 * how much business there is. An empty list is the only good answer.
 */
import type { Catalogue, Grant, Policy, Relation } from './catalogue.ts';

/** As PostgreSQL prints it. Compared as text on purpose: any other condition has to be argued for here. */
const OWN_MERCHANT = "(merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)";

/** System tables that merchants' transactions write, although a key of theirs does not begin with the merchant; why that is bearable. */
const GLOBAL_KEYS = new Map([
  ['system.shop_directory', 'one shop belongs to one merchant: the answer to a taken shop is the same whoever holds it'],
]);

const DATA_VERBS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

export function tenancyViolations(catalogue: Catalogue): string[] {
  return [
    ...catalogue.schemas.flatMap(schemaViolations),
    ...catalogue.relations.flatMap(relationViolations),
    ...catalogue.functions.flatMap(({ schema, name, definer, leakproof }) => [
      ...(definer ? [`${schema}.${name}(): a SECURITY DEFINER function sees every merchant`] : []),
      ...(leakproof ? [`${schema}.${name}(): a function declared leakproof runs before row security`] : []),
    ]),
    ...catalogue.roles.flatMap(({ name, attributes, memberOf, settings }) => [
      ...attributes.filter((attribute) => !(name === 'backup' && attribute === 'BYPASSRLS')).map((it) => `role ${name}: has ${it}`),
      ...memberOf.map((group) => `role ${name}: is a member of ${group}`),
      ...settings.filter((it) => it.startsWith('app.merchant_id=')).map(() => `role ${name}: has a merchant by default`),
    ]),
    ...(catalogue.defaultPrivileges > 0 ? ['default privileges are set: future tables would be granted unseen'] : []),
  ];
}

function schemaViolations({ name, grants }: Catalogue['schemas'][number]): string[] {
  const users: Record<string, string[]> = { tenant: ['app', 'backup'], system: ['app', 'system', 'backup'], public: ['PUBLIC'] };
  return grants
    .filter((grant) => grant.privilege !== 'USAGE' || !users[name]?.includes(grant.role))
    .map((grant) => `schema ${name}: ${grant.privilege} is granted to ${grant.role}`);
}

function relationViolations(relation: Relation): string[] {
  const found = [...kindViolations(relation)];
  if (relation.owner !== 'owner') found.push(`belongs to ${relation.owner} instead of the owner role`);
  if (relation.kind === 'r' || relation.kind === 'p') {
    if (relation.schema === 'tenant') found.push(...tenantTableViolations(relation));
    else if (relation.schema === 'system') found.push(...systemTableViolations(relation));
    else found.push('is a table outside the schemas tenant and system');
  }
  return found.map((violation) => `${relation.schema}.${relation.name}: ${violation}`);
}

function kindViolations({ kind, options, grants }: Relation): string[] {
  const safeView = options.some((option) => /^security_invoker=(true|on|1|yes)$/.test(option));
  if (kind === 'v') {
    const grantFaults = grants.filter(({ role, privilege }) => role === 'PUBLIC' || privilege !== 'SELECT').map(describeGrant);
    return [...(safeView ? [] : ['a view without security_invoker shows every merchant']), ...grantFaults];
  }
  if (kind === 'm') return ['a materialised view has no row security'];
  if (kind === 'f') return ['a foreign table has no row security'];
  if (kind === 'S') return grants.map((grant) => `${describeGrant(grant)}: a sequence tells the volume of business`);
  return [];
}

function tenantTableViolations(table: Relation): string[] {
  const allowed: Record<string, string[]> = { app: DATA_VERBS, backup: ['SELECT'] };
  return [
    ...merchantColumnViolations(table),
    ...keyViolations(table),
    ...rowSecurityViolations(table, table.policies),
    ...grantViolations(table.grants, allowed),
    ...table.triggers.map((trigger) => `has a ${trigger}, which a cluster does not carry over`),
  ];
}

function systemTableViolations(table: Relation): string[] {
  const openToApp = table.grants.some(({ role }) => role === 'app');
  const systemVerbs = table.name === 'migration' ? ['SELECT'] : DATA_VERBS;
  const found = grantViolations(table.grants, { app: DATA_VERBS, system: systemVerbs, backup: ['SELECT'] });
  if (!table.comment?.trim()) found.push('says no reason for standing outside the merchants (COMMENT ON TABLE)');
  if (!openToApp) return found;
  const ofApp = table.policies.filter(({ roles }) => roles.includes('app') || roles.includes('PUBLIC'));
  found.push(...merchantColumnViolations(table), ...rowSecurityViolations(table, ofApp));
  if (!GLOBAL_KEYS.has(`${table.schema}.${table.name}`)) found.push(...keyViolations(table));
  return found;
}

function merchantColumnViolations({ columns }: Relation): string[] {
  const column = columns.find(({ name }) => name === 'merchant_id');
  if (!column) return ['has no merchant_id'];
  return column.notNull && column.type === 'uuid' ? [] : ['merchant_id is not uuid NOT NULL'];
}

function keyViolations({ schema, constraints, indexes }: Relation): string[] {
  const found: string[] = [];
  if (!constraints.some(({ kind }) => kind === 'p')) found.push('has no primary key');
  for (const { name, kind, columns, refersTo } of constraints) {
    if (kind !== 'c' && columns[0] !== 'merchant_id') found.push(`the key ${name} does not begin with merchant_id`);
    if (refersTo && refersTo.columns[0] !== 'merchant_id')
      found.push(`the key ${name} refers to a key that does not begin with merchant_id`);
    if (refersTo && refersTo.schema !== schema) found.push(`the key ${name} refers to another schema`);
  }
  for (const { name, unique, columns, ofConstraint } of indexes) {
    if (unique && !ofConstraint && columns[0] !== 'merchant_id') found.push(`the unique index ${name} does not begin with merchant_id`);
  }
  return found;
}

function rowSecurityViolations({ rowSecurity, forced }: Relation, policies: Policy[]): string[] {
  const found: string[] = [];
  if (!rowSecurity) found.push('row security is not enabled');
  if (!forced) found.push('row security is not forced on the owner');
  const permissive = policies.filter((policy) => policy.permissive);
  for (const verb of ['r', 'a', 'w', 'd']) {
    if (!permissive.some(({ command }) => command === '*' || command === verb)) found.push(`no policy covers ${verbNames[verb]}`);
  }
  for (const { name, command, using, check } of permissive) {
    // PostgreSQL wants no USING for inserts and no WITH CHECK for reads and deletes.
    if (command !== 'a' && using !== OWN_MERCHANT) found.push(`the policy ${name} shows rows by another condition than the merchant`);
    if (command !== 'r' && command !== 'd' && check !== OWN_MERCHANT)
      found.push(`the policy ${name} admits rows by another condition than the merchant`);
  }
  return found;
}

const verbNames: Record<string, string> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };

function grantViolations(grants: Grant[], allowed: Record<string, string[]>): string[] {
  return grants.filter(({ role, privilege, grantable }) => grantable || !allowed[role]?.includes(privilege)).map(describeGrant);
}

function describeGrant({ role, privilege, grantable, column }: Grant): string {
  return `${privilege}${column === null ? '' : ` (${column})`} is granted to ${role}${grantable ? ' with the right to pass it on' : ''}`;
}
