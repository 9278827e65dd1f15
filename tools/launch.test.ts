import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

const lock = (packages: Record<string, { version: string; optional?: boolean }>) =>
  JSON.stringify({
    packages: {
      '': {},
      'apps/server': {},
      ...Object.fromEntries(Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry])),
    },
  });
const WANTED = lock({ bundler: { version: '2.0.0' }, 'of-another-platform': { version: '1.0.0', optional: true } });
const INSTALLED = lock({ bundler: { version: '2.0.0' } });

/** A stand-in for npm: notes how it was called and installs, or refuses. */
const NPM = `import fs from 'node:fs';
fs.writeFileSync('npm-was-called', process.argv.slice(2).join(' '));
if (fs.existsSync('refuse')) { console.error('the lock file does not fit package.json'); process.exit(1); }
fs.mkdirSync('node_modules', { recursive: true });
fs.writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(INSTALLED)});
`;
/** A stand-in for the server: says how it was called and, as \`serve\`, waits for a signal and ends with a code of its own. */
const SERVER = `const says = () => console.log(JSON.stringify(process.argv.slice(2)));
if (process.argv[2] === 'serve') {
  setInterval(() => {}, 1000);
  let signals = 0;
  process.on('SIGTERM', () => { signals += 1; setTimeout(() => { console.log('signals: ' + signals); process.exit(7); }, 300); });
  // Only now: whoever reads it may send the signal at once.
  says();
} else { says(); process.exit(3); }
`;

let tree: PlantedTree;
beforeEach(() => {
  tree = plantTree({});
  tree.adoptTools();
  tree.write({
    'package.json': '{ "type": "module" }',
    'package-lock.json': WANTED,
    'npm-cli.js': NPM,
    'tools/build.mjs': "import fs from 'node:fs';\nexport const build = (targets) => fs.writeFileSync('built', targets.join(' '));\n",
    'apps/server/dist/main.js': SERVER,
  });
});
afterEach(() => tree.remove());

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [tree.path('tools/launch.mjs'), ...args], {
    env: { ...process.env, npm_execpath: tree.path('npm-cli.js') },
  });
}

async function ended(child: ChildProcess) {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

describe('the launcher', () => {
  test('installs and builds what is missing, says so beside the output, and hands over with the exit code', async () => {
    const { code, stdout, stderr } = await ended(start('policy', 'shop-binding', '--input', '-'));
    expect(stderr).toContain('npm ci');
    expect(existsSync(tree.path('npm-was-called'))).toBe(true);
    expect(existsSync(tree.path('built'))).toBe(true);
    expect(stdout).toBe('["policy","shop-binding","--input","-"]\n');
    expect(code).toBe(3);
  });

  test('installs nothing where everything is there, parts of other platforms left out', async () => {
    tree.write({ 'node_modules/.package-lock.json': INSTALLED });
    await ended(start('policy'));
    expect(existsSync(tree.path('npm-was-called'))).toBe(false);
  });

  test('installs again when the lock file wants another version', async () => {
    tree.write({ 'node_modules/.package-lock.json': lock({ bundler: { version: '1.9.9' } }) });
    const { stderr } = await ended(start('policy'));
    expect(stderr).toContain('bundler 2.0.0 is wanted and 1.9.9 is installed');
    expect(existsSync(tree.path('npm-was-called'))).toBe(true);
  });

  test('gives npm’s reason when it refuses, and starts nothing', async () => {
    writeFileSync(tree.path('refuse'), '');
    const { code, stdout, stderr } = await ended(start('policy'));
    expect(stderr).toContain('the lock file does not fit package.json');
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('passes one signal on for one key press, waits, and ends with the program’s code', async () => {
    tree.write({ 'node_modules/.package-lock.json': INSTALLED });
    const child = start('serve', '--roles', 'api');
    const result = ended(child);
    if (child.stdout) await once(child.stdout, 'data');
    // The terminal and npm each deliver the same key press.
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    const { code, stdout } = await result;
    expect(stdout).toContain('signals: 1');
    expect(code).toBe(7);
  });

  test('knows no drill before there is one', async () => {
    const { code, stderr } = await ended(start('drill', 'truth'));
    expect(stderr).toContain('Unknown command: drill');
    expect(code).toBe(1);
  });
});
