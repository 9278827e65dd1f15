// Builds what is older than its sources, and nothing else. Programs are bundled by esbuild with our own packages inside
// and everything from the registry outside (node_modules is there anyway, and native parts cannot be bundled); the web
// UI is built by Vite. Types are not checked here: that is `npm run types`.
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { filesUnder, isFresh, writeStamp } from './build-stamp.mjs';
import { capture } from './launch/child.mjs';
import { say, seconds } from './launch/progress.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ALWAYS = ['package-lock.json', 'tools/build.mjs'];
const WEB_SOURCES = ['apps/web/src', 'apps/web/public', 'apps/web/index.html', 'apps/web/vite.config.ts', 'apps/web/package.json'];

/** A target exists once its entry does. `sources` are the folders that a build reads; a bundle learns its own while bundling. */
const TARGETS = {
  'route-table': {
    entry: 'tools/generate-route-table.mjs',
    output: 'packages/contract/src/route-table.generated.ts',
    stampFolder: 'packages/contract/dist',
    sources: ['packages/contract/src', 'tools/generate-route-table.mjs'],
    run: runRouteTable,
  },
  server: program('apps/server/src/main.ts', 'apps/server/dist'),
  sandbox: program('apps/sandbox/src/main.ts', 'apps/sandbox/dist'),
  drills: program('tests/drills/main.ts', 'tests/drills/dist'),
  seeds: program('tests/seeds/main.ts', 'tests/seeds/dist'),
  scenario: program('tools/scenario/main.ts', 'tools/scenario/dist'),
  bench: program('bench/main.ts', 'bench/dist'),
  web: {
    entry: 'apps/web/index.html',
    output: 'apps/web/dist/index.html',
    stampFolder: 'apps/web/dist',
    sources: [...WEB_SOURCES, 'packages/contract/src', 'packages/rules/src'],
    run: runVite,
  },
};

function program(entry, folder) {
  return { entry, output: `${folder}/main.js`, stampFolder: folder, run: runEsbuild };
}

async function runRouteTable(target) {
  await runNode([target.entry], 'The route table');
}

async function runVite() {
  await runNode(['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--manifest', '--logLevel', 'warn'], 'Vite');
}

async function runNode(args, name) {
  // A developer's NODE_ENV must not decide which React is shipped.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, output } = await capture(process.execPath, args, { timeoutMs: 180_000, cwd: root, env });
  if (code !== 0) throw new Error(`${name} failed:\n${output.trim()}`);
}

const registryPackagesStayOutside = {
  name: 'registry-packages-stay-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@tradewind/') ? null : { path, external: true },
    );
  },
};

async function runEsbuild(target) {
  const result = await bundle({
    absWorkingDir: root,
    entryPoints: [target.entry],
    outfile: target.output,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'silent',
    plugins: [registryPackagesStayOutside],
  }).catch((error) => {
    throw new Error(`esbuild failed:\n${error.message}`);
  });
  return Object.keys(result.metafile.inputs);
}

async function buildOne(name) {
  const target = TARGETS[name];
  if (!existsSync(join(root, target.entry)) || isFresh(root, target)) return;
  const startedAt = Date.now();
  // Without its stamp a build that is interrupted counts as not done.
  rmSync(join(root, target.stampFolder, '.stamp.json'), { force: true });
  const inputs = await target.run(target);
  writeStamp(root, target, [...(inputs ?? filesUnder(root, target)), ...ALWAYS]);
  say(`  built ${name} in ${seconds(Date.now() - startedAt)}`);
}

/** Builds the named targets side by side; with no names, all that exist. Throws once with everything that went wrong. */
export async function build(names = Object.keys(TARGETS)) {
  await buildOne('route-table');
  const results = await Promise.allSettled(names.filter((name) => name !== 'route-table').map(buildOne));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.message] : []));
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const startedAt = Date.now();
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !Object.hasOwn(TARGETS, name));
  if (unknown.length > 0) {
    say(`Unknown target: ${unknown.join(', ')}. There are: ${Object.keys(TARGETS).join(', ')}.`);
    process.exit(1);
  }
  await build(names.length > 0 ? names : undefined).catch((error) => {
    say(error.message);
    process.exit(1);
  });
  say(`  up to date after ${seconds(Date.now() - startedAt)}`);
}
