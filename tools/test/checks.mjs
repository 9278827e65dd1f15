import { existsSync } from 'node:fs';
import { capture } from '../launch/child.mjs';

const node = process.execPath;
const LIMIT_MS = 180_000;

/** A check is one program; its exit code is one passed or failed. */
function check(name, args, options = {}) {
  return {
    name,
    async run() {
      const { code, timedOut, output } = await capture(node, args, { timeoutMs: LIMIT_MS });
      const passed = code === 0 ? 1 : 0;
      return { passed, failed: 1 - passed, output, note: timedOut ? `stopped after ${LIMIT_MS / 1000} s` : (options.note?.(output) ?? '') };
    },
  };
}

const types = (name, project) => check(`types: ${name}`, ['node_modules/typescript-native/bin/tsc', '-p', project, '--pretty', 'false']);
const noteOf = (pattern) => (output) => pattern.exec(output)?.[0];

export function checkSteps() {
  const checks = [
    types('everything but the web', 'tsconfig.json'),
    types('web', 'apps/web/tsconfig.json'),
    types('journeys', 'tests/journeys/tsconfig.json'),
    types('rules without Node', 'packages/rules/tsconfig.json'),
    check('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
    check('boundaries', ['tools/check-boundaries.mjs'], { note: noteOf(/\d+ modules/) }),
    check('unused', ['node_modules/knip/bin/knip.js']),
    check('sizes', ['tools/check-sizes.mjs'], { note: noteOf(/\d+ files above \d+ lines/) }),
    check('reach for clock, dice, HTTP', ['tools/check-reach.mjs']),
    check('table owners', ['tools/check-tables.mjs']),
  ];
  if (existsSync('.size-limit.mjs') && existsSync('apps/web/index.html'))
    checks.push(check('bundle sizes', ['node_modules/size-limit/bin.js']));
  return { build: check('build', ['tools/build.mjs']), checks };
}
