// Product code is handed its clock, dice and outgoing HTTP; this check finds code that reaches for them instead. Names are
// looked up by the compiler's binder, so a parameter or import called `fetch` is one that was passed in. Where the world is
// really touched stands in ALLOWED with the reason; an entry that nothing needs any more fails too.
import ts from 'typescript';
import { isTest, lineOf, report, sourceFiles } from './source-files.mjs';

const SERVER = 'apps/server/src';

/** Path beginnings, relative to the tree's root. */
const ALLOWED = {
  [`${SERVER}/main.ts`]: 'composes the program: the real ports are made here',
  [`${SERVER}/demo/`]: 'plays the operator and the person at the browser, who live in real time',
  [`${SERVER}/platform/clock/`]: 'the clock itself',
  [`${SERVER}/platform/http-out.ts`]: 'outgoing HTTP itself',
  [`${SERVER}/platform/http-given.ts`]: 'outgoing HTTP to addresses that merchants type in',
  [`${SERVER}/platform/run-program.ts`]: 'starting other programs that the operator has named',
  [`${SERVER}/platform/database/`]: 'supervises a PostgreSQL process, which lives in real time',
};

const GLOBALS = {
  setTimeout: 'wait on the clock that is passed in',
  setInterval: 'wait on the clock that is passed in',
  setImmediate: 'wait on the clock that is passed in',
  fetch: 'call through the HTTP port that is passed in',
  XMLHttpRequest: 'call through the HTTP port that is passed in',
  WebSocket: 'call through the HTTP port that is passed in',
};
/** `*` stands for every member. */
const MEMBERS = {
  Date: { now: 'ask the clock that is passed in' },
  Math: { random: 'ask the random source that is passed in' },
  performance: { now: 'ask the clock that is passed in', timeOrigin: 'ask the clock that is passed in' },
  process: { hrtime: 'ask the clock that is passed in', uptime: 'ask the clock that is passed in' },
  AbortSignal: { timeout: 'wait on the clock that is passed in' },
  crypto: { randomUUID: 'make ids from the ports', getRandomValues: 'ask the random source that is passed in' },
  globalThis: { '*': 'name what you need and have it passed in' },
};
const RANDOM_NAMES = [
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
  'webcrypto',
  'default',
  '*',
];
/** Which names of a Node module are out of reach; `*` all of them. */
const MODULES = {
  timers: ['*'],
  'timers/promises': ['*'],
  http: ['request', 'get', 'default', '*'],
  https: ['*'],
  http2: ['*'],
  net: ['*'],
  tls: ['*'],
  dgram: ['*'],
  undici: ['*'],
  perf_hooks: ['*'],
  crypto: RANDOM_NAMES,
};
/** Rules also run in the browser and on paper: they know neither Node nor a page. */
const NOT_IN_RULES = [
  'process',
  'Buffer',
  'console',
  'window',
  'document',
  'navigator',
  'localStorage',
  'sessionStorage',
  'location',
  'global',
];

/** Imported names of one declaration: `*` for a whole module, `default` for its default. Types touch nothing. */
function importedNames(declaration) {
  const clause = declaration.importClause;
  if (!clause) return ['*'];
  if (clause.isTypeOnly) return [];
  const names = clause.name ? ['default'] : [];
  const bindings = clause.namedBindings;
  if (!bindings) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, '*'];
  return [
    ...names,
    ...bindings.elements.filter((element) => !element.isTypeOnly).map((element) => (element.propertyName ?? element.name).text),
  ];
}

function reachByImport(node) {
  if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return undefined;
  const module = node.moduleSpecifier.text.replace(/^node:/, '');
  const closed = Object.hasOwn(MODULES, module) ? MODULES[module] : [];
  const reached = importedNames(node).filter((name) => closed.includes(name) || closed[0] === '*');
  return reached.length > 0 ? `imports ${reached.join(', ')} of ${module}: have it passed in` : undefined;
}

/** A word that only names a place (a property, a type, an imported name) and reads nothing. */
function isPlaceOfName(node) {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return true;
  const named = ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent);
  return (named || ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent)) && parent.name === node;
}

function memberOf(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text;
  if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    return ts.isStringLiteral(parent.argumentExpression) ? parent.argumentExpression.text : '*';
  }
  // `const { now } = Date` takes the member without naming it after a dot.
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isObjectBindingPattern(parent.name)) return '*';
  return undefined;
}

function reachByMember(name, member) {
  const closed = MEMBERS[name];
  const advice = member === '*' ? Object.values(closed)[0] : (closed[member] ?? closed['*']);
  return advice && `${name}.${member}: ${advice}`;
}

function reachByGlobal(node, { checker, inRules }) {
  if (!ts.isIdentifier(node) || isPlaceOfName(node)) return undefined;
  const name = node.text;
  const closedInRules = inRules && NOT_IN_RULES.includes(name);
  if (!Object.hasOwn(GLOBALS, name) && !Object.hasOwn(MEMBERS, name) && !closedInRules) return undefined;
  const shorthand = ts.isShorthandPropertyAssignment(node.parent) ? checker.getShorthandAssignmentValueSymbol(node.parent) : undefined;
  const symbol = shorthand ?? (ts.isShorthandPropertyAssignment(node.parent) ? undefined : checker.getSymbolAtLocation(node));
  // Nothing of a library is loaded, so a name with a declaration is one of this file.
  if (symbol?.declarations?.length) return undefined;
  if (closedInRules) return `${name}: rules know neither Node nor a page; pass the value in`;
  if (Object.hasOwn(GLOBALS, name)) return `${name}: ${GLOBALS[name]}`;
  if (name === 'Date' && ts.isNewExpression(node.parent) && !node.parent.arguments?.length)
    return 'new Date(): ask the clock that is passed in';
  if (name === 'Date' && ts.isCallExpression(node.parent) && node.parent.expression === node)
    return 'Date(): ask the clock that is passed in';
  const member = memberOf(node);
  return member === undefined ? undefined : reachByMember(name, member);
}

const isCovered = (path) => !isTest(path) && (/^packages\/[^/]+\/src\//.test(path) || path.startsWith(`${SERVER}/`));

const files = sourceFiles(['packages', SERVER]).filter(isCovered);
const program = ts.createProgram(files, { noLib: true, noResolve: true, types: [], allowImportingTsExtensions: true, noEmit: true });
const checker = program.getTypeChecker();
const problems = [];
const used = new Set();

for (const path of files) {
  const source = program.getSourceFile(path);
  const inRules = path.startsWith('packages/rules/');
  const excuse = Object.keys(ALLOWED).find((prefix) => path.startsWith(prefix));
  const visit = (node) => {
    const reach = reachByImport(node) ?? reachByGlobal(node, { checker, inRules });
    if (reach && excuse) used.add(excuse);
    else if (reach) problems.push(`${path}:${lineOf(source, node)} ${reach}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

for (const [prefix, reason] of Object.entries(ALLOWED)) {
  const exists = files.some((path) => path.startsWith(prefix));
  if (exists && !used.has(prefix))
    problems.push(`${prefix} is allowed to reach out ("${reason}") and no longer does: take it off the list in tools/check-reach.mjs`);
}
report('reach', problems, files.length);
