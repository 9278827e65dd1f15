// The size limits of CONTRIBUTING.md. Lines of tables (a literal at the top level without any function in it) are data and
// do not count; neither do generated files. A function counts with everything inside it, so a closure that plays the class
// is as long as it looks. What a caller prescribes, such as a callback's parameters or a describe block, is not ours to split.
import ts from 'typescript';
import { lineOf, parse, report, sourceFiles } from './source-files.mjs';

const FILE_LINES = 500;
const FILE_LINES_WARN = 300;
const FUNCTION_LINES = 70;
const COMPONENT_LINES = 150;
const PARAMETERS = 3;

function containsFunction(node) {
  return ts.isFunctionLike(node) || ts.forEachChild(node, (child) => containsFunction(child) || undefined) === true;
}

function literalOf(expression) {
  let inner = expression;
  while (inner && (ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner) || ts.isParenthesizedExpression(inner)))
    inner = inner.expression;
  return inner && (ts.isArrayLiteralExpression(inner) || ts.isObjectLiteralExpression(inner)) ? inner : undefined;
}

function linesOf(source, node) {
  const { line: first } = source.getLineAndCharacterOfPosition(node.getStart(source));
  const { line: last } = source.getLineAndCharacterOfPosition(node.end);
  return last - first + 1;
}

function dataLines(source) {
  const tables = source.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => statement.declarationList.declarations.map((declaration) => literalOf(declaration.initializer)))
    .filter((literal) => literal && !containsFunction(literal));
  return tables.reduce((sum, literal) => sum + linesOf(source, literal), 0);
}

/** The name a reader would use: its own, or that of the variable or property it is given to. */
function nameOf(node) {
  if (node.name) return node.name.getText();
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return '(anonymous)';
}

const isArgument = (node) => ts.isCallExpression(node.parent) && node.parent.arguments.includes(node);

function isSuite(node) {
  return isArgument(node) && /^describe\b/.test(node.parent.expression.getText());
}

function functionProblems(source, node) {
  const name = nameOf(node);
  const at = `${source.fileName}:${lineOf(source, node)} ${name}`;
  const isComponent = source.fileName.endsWith('.tsx') && /^[A-Z]/.test(name);
  const limit = isComponent ? COMPONENT_LINES : FUNCTION_LINES;
  const lines = linesOf(source, node);
  const parameters = node.parameters.filter((parameter) => parameter.name.getText() !== 'this').length;
  const problems = [];
  if (lines > limit && !isSuite(node))
    problems.push(`${at}: ${lines} lines, the limit for a ${isComponent ? 'component' : 'function'} is ${limit}`);
  if (parameters > PARAMETERS && !isArgument(node))
    problems.push(`${at}: ${parameters} parameters; from ${PARAMETERS + 1} on take one object`);
  return problems;
}

const problems = [];
const large = [];
const files = sourceFiles(['packages', 'apps', 'tests', 'bench', 'tools']);

for (const path of files) {
  const source = parse(path);
  const lines = source.getLineStarts().length - (source.text.endsWith('\n') ? 1 : 0) - dataLines(source);
  if (lines > FILE_LINES) problems.push(`${path}: ${lines} lines, the limit for a file is ${FILE_LINES}`);
  else if (lines > FILE_LINES_WARN) large.push(`${path}: ${lines} lines`);
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) problems.push(...functionProblems(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
}

for (const line of large) console.log(`note: ${line}`);
console.log(`${large.length} files above ${FILE_LINES_WARN} lines`);
report('sizes', problems, files.length);
