import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import ts from 'typescript';

const SKIPPED = new Set(['node_modules', 'dist', '.git', 'coverage']);
const EXTENSIONS = new Set(['.ts', '.tsx', '.mjs']);

/** Our hand-written source files under the given folders of the tree that the check was started in, as relative paths. */
export function sourceFiles(folders) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) walk(path);
      } else if (EXTENSIONS.has(extname(entry.name)) && !/\.generated\.ts$|\.d\.ts$/.test(entry.name)) found.push(path);
    }
  };
  for (const folder of folders) if (existsSync(folder)) walk(folder);
  return found.sort();
}

/** Tests and their builders: they may hold the clock in their hands and write any table. */
export const isTest = (path) => /\.test\.tsx?$|\/testing\.ts$|\/testing\//.test(path);

export function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true);
}

export const lineOf = (source, node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;

/**
 * Ends a check: prints what it found, says how much it saw, and fails when it found anything or saw nothing at all.
 * Every check is run with the tree's root as the working folder, so that its test can plant faults in a tree of its own.
 */
export function report(name, problems, seen) {
  for (const problem of problems) console.log(problem);
  if (seen === 0) console.log(`${name}: no file was seen, so nothing was checked.`);
  console.log(`${name}: ${problems.length} problems in ${seen} files`);
  process.exitCode = problems.length > 0 || seen === 0 ? 1 : 0;
}
