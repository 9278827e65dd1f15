// What a newcomer meets: the last commit is cloned into an empty folder and `npm start` is the first command there. Each
// thing it must do is one test. Uncommitted work is not in a clone, so this says something about commits only.
//
// The clone always lies in a folder for its owner only, whose name has spaces and letters beyond ASCII. By hand:
//   --in FOLDER     the folder is made in there, such as in somebody's home
//   --user NAME     everything runs as this existing account, and the folder belongs to it (needs root)
//   --no-namespace  `unshare` refuses, as it does in many containers
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { installGap } from './launch/install.mjs';
import { seconds } from './launch/progress.mjs';

const READY_AND_BACKFILLED_MS = 240_000;
const STOPPED_MS = 25_000;

const { values: wish } = parseArgs({
  options: { in: { type: 'string', default: tmpdir() }, user: { type: 'string' }, 'no-namespace': { type: 'boolean', default: false } },
});
const account = wish.user === undefined ? null : accountOf(wish.user);
const folder = mkdtempSync(join(wish.in, 'tradewind frisch 店铺-'));
const clone = join(folder, 'tradewind');
const dataDir = join(folder, 'data');
const log = join(folder, 'npm-start.log');
const startedAt = Date.now();
const since = () => seconds(Date.now() - startedAt);
let passed = 0;
let failed = 0;

function accountOf(name) {
  const number = (which) => Number(execFileSync('id', [which, name], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

/** The environment of a newcomer: own ports and data, and where wished another home and an `unshare` that refuses. */
function newcomersEnvironment(port, sandboxPort) {
  const env = { ...process.env, PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_DIR: dataDir };
  if (account) Object.assign(env, { HOME: folder, USER: wish.user, npm_config_cache: join(folder, 'npm-cache') });
  if (!wish['no-namespace']) return env;
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'unshare'), '#!/bin/sh\necho "unshare: Operation not permitted" >&2\nexit 1\n', { mode: 0o755 });
  return { ...env, PATH: `${bin}${delimiter}${env.PATH}` };
}

function note(ok, sentence) {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${sentence} (${since()})`);
  return ok;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function readDemo() {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
  } catch {
    return null;
  }
}

async function answersOk(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Polls until it holds, the program has ended, or the time is over. */
async function until(holds, { child, endsAt }) {
  while (Date.now() < endsAt) {
    if (await holds()) return true;
    if (child.exitCode !== null || child.signalCode !== null) return false;
    await sleep(250);
  }
  return false;
}

async function watchStart(child, url) {
  const endsAt = startedAt + READY_AND_BACKFILLED_MS;
  const ready = await until(() => readDemo()?.url && answersOk(`${url}/readyz`), { child, endsAt });
  if (!note(ready, 'npm start on a fresh clone gets ready')) return;
  note(await answersOk(`${url}/livez`), '/livez answers');
  const demo = readDemo();
  note((statSync(join(dataDir, 'demo.json')).mode & 0o777) === 0o600, 'demo.json is for its owner only');
  note(demo.url === url && Boolean(demo.email && demo.password && demo.apiKey && demo.sandboxUrl), 'demo.json names address and sign-in');
  note(
    await until(() => readDemo()?.backfill?.finishedAt, { child, endsAt }),
    `the backfill ends within ${READY_AND_BACKFILLED_MS / 1000} s`,
  );
  const { backfill } = readDemo();
  note(backfill.total > 0 && backfill.done === backfill.total, `all of it is there: ${backfill.done} of ${backfill.total}`);
}

/** Starts that must not succeed: exit code 1 and one line that says why. */
async function watchRefusals(env) {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const elsewhere = { PORT: String(port), SANDBOX_PORT: String(sandboxPort) };
  const refusals = [
    ['a second demo on the same data', ['demo'], elsewhere, /is in use by the running process \d+/],
    ['a taken port', ['serve'], { DATA_DIR: join(folder, 'other') }, new RegExp(`port ${env.PORT} is taken`)],
    [
      'a data folder that cannot be made',
      ['serve'],
      { ...elsewhere, DATA_DIR: join(log, 'data') },
      /^tradewind cannot start: DATA_DIR .* cannot be written to/,
    ],
    ['wrong settings', ['serve'], { PORT: 'many' }, /PORT: a port from 0 to 65535/],
  ];
  for (const [what, args, changes, expected] of refusals) {
    const options = { cwd: clone, env: { ...env, ...changes, LOG_LEVEL: 'silent' }, encoding: 'utf8', timeout: 60_000, ...account };
    const { status, stderr } = spawnSync(process.execPath, ['apps/server/dist/main.js', ...args], options);
    note(status === 1 && expected.test(stderr), `${what} is refused: ${stderr.trim().replace('\n', ' ')}`);
  }
}

const startedPids = () =>
  Object.values(readDemo()?.pids ?? {})
    .flat()
    .filter(Number.isInteger);

async function watchStop(child) {
  const pids = startedPids();
  const askedAt = Date.now();
  child.kill('SIGTERM');
  while (child.exitCode === null && child.signalCode === null && Date.now() - askedAt < STOPPED_MS) await sleep(100);
  note(
    child.exitCode !== null || child.signalCode !== null,
    `SIGTERM stops it within ${STOPPED_MS / 1000} s: ${seconds(Date.now() - askedAt)}`,
  );
  const left = pids.filter(lives);
  note(pids.length > 0 && left.length === 0, left.length === 0 ? 'nothing it started is left' : `still running: ${left.join(', ')}`);
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, as it should be.
  }
}

async function play() {
  execFileSync('git', ['clone', '--quiet', process.cwd(), clone]);
  const left = wish['no-namespace'] ? ', `unshare` refuses' : '';
  console.log(`as ${wish.user ?? process.env.USER ?? 'this account'} (uid ${account?.uid ?? process.getuid?.()}), in ${folder}${left}`);
  note(installGap(clone) !== null && !existsSync(join(clone, 'apps/server/dist')), 'the clone has neither packages nor builds');
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const output = openSync(log, 'w');
  const env = newcomersEnvironment(port, sandboxPort);
  if (account) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
  // A group of its own, so that whatever goes wrong nothing is left behind on this machine.
  const child = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', output, output], detached: true, ...account });
  try {
    await watchStart(child, `http://127.0.0.1:${port}`);
    if (child.exitCode === null && child.signalCode === null) {
      await watchRefusals(env);
      await watchStop(child);
    }
  } finally {
    for (const pid of [-child.pid, ...startedPids()]) kill(pid);
    if (failed > 0) console.log(`\nWhat npm start printed:\n${readFileSync(log, 'utf8').slice(-8000)}`);
  }
}

await play().catch((error) => {
  failed += 1;
  console.log(String(error?.stack ?? error));
});
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
