import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOver } from './child.mjs';
import { install, installGap } from './install.mjs';
import { say, step } from './progress.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SERVER = 'apps/server/dist/main.js';

/**
 * What each command needs built and which program answers it. Every command not named here is the server's
 * (migrate, api-key, policy …): the server knows its own commands and refuses the others.
 */
const COMMANDS = {
  demo: { targets: ['server', 'sandbox', 'web'], program: SERVER, keepName: true },
  serve: { targets: ['server', 'web'], program: SERVER, keepName: true },
  sandbox: { targets: ['sandbox'], program: 'apps/sandbox/dist/main.js' },
  drill: { targets: ['server', 'sandbox', 'web', 'drills'], program: 'tests/drills/dist/main.js', source: 'tests/drills/main.ts' },
  prove: { targets: ['seeds'], program: 'tests/seeds/dist/main.js', source: 'tests/seeds/main.ts' },
  scenario: { targets: ['scenario'], program: 'tools/scenario/dist/main.js', source: 'tools/scenario/main.ts' },
  bench: { targets: ['server', 'web', 'bench'], program: 'bench/dist/main.js', source: 'bench/main.ts' },
  // The test run builds as one of its own steps, so that a broken build hides none of the others.
  test: { targets: [], program: 'tools/test.mjs' },
  journeys: { targets: ['server', 'sandbox', 'web'], program: 'tools/test.mjs', before: ['--only', 'journeys'] },
};
const OF_THE_SERVER = { targets: ['server'], program: SERVER, keepName: true };

async function prepare(targets) {
  const gap = installGap(root);
  if (gap) await step(`Installing packages, because ${gap} (npm ci)`, () => install(root));
  if (targets.length === 0) return;
  const { build } = await import('../build.mjs');
  await build(targets);
}

export async function launch([name, ...rest]) {
  process.chdir(root);
  // Own properties only: a command called "constructor" is the server's to refuse.
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : OF_THE_SERVER;
  if (command.source && !existsSync(command.source)) {
    say(`Unknown command: ${name}`);
    process.exit(1);
  }
  try {
    await prepare(command.targets);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
  const own = command.keepName && name !== undefined ? [name] : [];
  process.exitCode = await handOver(process.execPath, [command.program, ...own, ...(command.before ?? []), ...rest]);
}
