import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Why node_modules cannot be used as it is, or null. npm writes what it installed into a hidden lock file as the last
 * act of an install, so an interrupted one leaves none; comparing entry by entry needs no times, which git does not keep.
 * Entries of other platforms are absent on purpose: only what is not optional must be there.
 */
export function installGap(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (!wanted) throw new Error('package-lock.json is missing or unreadable: is this a whole clone?');
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'node_modules is missing or incomplete';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/')) continue;
    const present = installed[path];
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!present && !entry.optional && !entry.devOptional) return `${name} is not installed`;
    if (present && present.version !== entry.version) return `${name} ${entry.version} is wanted and ${present.version} is installed`;
  }
  return null;
}

/**
 * Install scripts stay off: nothing of ours depends on them, and code of a dependency need not run to be installed.
 * Development packages are named because NODE_ENV=production would leave out the bundlers.
 */
export function install(root) {
  const npm = npmCommand();
  const args = [...npm.args, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const child = spawn(npm.command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const output = Buffer.concat(chunks).toString('utf8').trim();
      return reject(new Error(`npm ci failed (exit ${code}) and nothing was started. What it said:\n\n${output}`));
    });
  });
}

// The npm that started us, where one did: it need not be on the path.
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return { command: process.execPath, args: [script] };
  return { command: 'npm', args: [] };
}
