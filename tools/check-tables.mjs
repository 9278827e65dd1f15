// Each SQL table has one owner: the one folder (a module, or a part of the platform) whose files write it. A second writer
// fails, and so does a module whose README does not name under "Tables" what it writes. Reading is free.
// Seen are Kysely's insertInto, updateTable, deleteFrom and mergeInto, and SQL in string literals and templates.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTest, lineOf, parse, report, sourceFiles } from './source-files.mjs';

const MIGRATIONS = 'apps/server/migrations';
const SERVER = 'apps/server/src';
const WRITERS = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);
const NAME = '(?:"?(?:tenant|system)"?\\.)?"?([a-z_]+)"?';
const WRITING_SQL = new RegExp(
  `\\b(?:insert\\s+into|merge\\s+into|delete\\s+from|truncate(?:\\s+table)?|copy|update(?:\\s+only)?(?=\\s+\\S+(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\b))\\s+${NAME}`,
  'gi',
);

function tablesOfMigrations() {
  if (!existsSync(MIGRATIONS)) return new Set();
  const sql = readdirSync(MIGRATIONS)
    .filter((file) => /^\d+_.+\.sql$/.test(file))
    .map((file) => readFileSync(join(MIGRATIONS, file), 'utf8'))
    .join('\n');
  return new Set([...sql.matchAll(/create\s+table\s+(?:if\s+not\s+exists\s+)?(?:"?\w+"?\.)?"?(\w+)"?/gi)].map((match) => match[1]));
}

/** The folder that stands for the file: modules/orders, platform/lanes, or the file itself where it lies directly in platform. */
function ownerOf(path) {
  const [area, part] = path.slice(SERVER.length + 1).split('/');
  return part === undefined ? area : `${area}/${part}`;
}

function textOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => ` ? ${span.literal.text}`).join('');
  return undefined;
}

function tableOfCall(node) {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || !WRITERS.has(node.expression.name.text))
    return undefined;
  const [argument] = node.arguments;
  if (argument && (ts.isStringLiteral(argument) || ts.isNoSubstitutionTemplateLiteral(argument)))
    return argument.text
      .split(/\s+as\s+/)[0]
      .split('.')
      .at(-1);
  return '*';
}

function writesIn(source, known) {
  const writes = [];
  const visit = (node) => {
    const line = lineOf(source, node);
    const table = tableOfCall(node);
    if (table) writes.push({ table, line });
    const sql = textOf(node);
    if (sql) for (const [, name] of sql.matchAll(WRITING_SQL)) if (known.has(name)) writes.push({ table: name, line });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return writes;
}

/** Tables that a module's README claims: the code words from "Tables", a heading or a list's bold word, to the next of its kind. */
function claimedBy(owner) {
  const readme = join(SERVER, owner, 'README.md');
  if (!existsSync(readme)) return undefined;
  const lines = readFileSync(readme, 'utf8').split('\n');
  const from = lines.findIndex((line) => /^(#+|- \*\*|\*\*)\s*Tables\b/.test(line));
  const length = lines.slice(from + 1).findIndex((line) => /^(#|- \*\*|\*\*)/.test(line));
  const section = from < 0 ? [] : lines.slice(from, length < 0 ? undefined : from + 1 + length);
  return new Set([...section.join('\n').matchAll(/`(?:(?:tenant|system)\.)?([a-z_]+)`/g)].map((match) => match[1]));
}

const known = tablesOfMigrations();
const files = sourceFiles([SERVER]).filter((path) => !isTest(path));
const problems = [];
const writers = new Map();

for (const path of files) {
  for (const { table, line } of writesIn(parse(path), known)) {
    const at = `${path}:${line}`;
    if (table === '*')
      problems.push(`${at} writes a table whose name is not a literal, so that its owner cannot be seen: write the name here`);
    else if (!known.has(table)) problems.push(`${at} writes ${table}, which no migration creates`);
    else {
      const owners = writers.get(table) ?? new Map();
      writers.set(table, owners.set(ownerOf(path), [...(owners.get(ownerOf(path)) ?? []), at]));
    }
  }
}

for (const [table, owners] of writers) {
  if (owners.size > 1) {
    problems.push(`${table} is written by ${owners.size} folders; one must own it and give the others a command:`);
    for (const [owner, places] of owners) problems.push(`  ${owner}: ${places.join(', ')}`);
  }
  for (const [owner, places] of owners) {
    const claimed = owner.startsWith('modules/') ? claimedBy(owner) : undefined;
    if (claimed && !claimed.has(table))
      problems.push(`${SERVER}/${owner}/README.md does not name \`${table}\` under "Tables", which ${places[0]} writes`);
  }
}
report('tables', problems, files.length);
