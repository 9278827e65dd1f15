import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const exitCodeOf = (code, signal) => code ?? 128 + (signal ? constants.signals[signal] : 0);

/**
 * Runs the program in our place: same terminal, same exit code, signals passed on, and we wait for it to end.
 * One Ctrl+C reaches us twice, from the terminal and from npm, which forwards it; so a repeat within a second
 * is the same key press and is dropped, a later one is an impatient person and is passed on.
 */
export function handOver(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  let lastSignalAt = 0;
  const pass = (signal) => {
    const at = Date.now();
    if (at - lastSignalAt > 1000) child.kill(signal);
    lastSignalAt = at;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}

const running = new Set();

/** Ends every captured child with the processes it started; each leads a process group of its own. */
export function killCaptured(signal) {
  for (const child of running) if (child.pid !== undefined) killGroup(child.pid, signal);
}

/**
 * Runs a program and keeps what it prints. `stream` shows the output while it runs, for steps that take minutes.
 * A program past its limit is asked to stop, and killed with all its children ten seconds later.
 */
export function capture(command, args, { timeoutMs, stream = false, env = process.env, cwd = process.cwd() }) {
  const startedAt = Date.now();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  const chunks = [];
  let timedOut = false;
  const end = (signal) => child.pid !== undefined && killGroup(child.pid, signal);
  const limit = setTimeout(() => {
    timedOut = true;
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 10_000).unref();
  }, timeoutMs);
  const keep = (chunk) => {
    chunks.push(chunk);
    if (stream) process.stdout.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => {
    const finish = (code) => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ code, timedOut, output: Buffer.concat(chunks).toString('utf8'), durationMs: Date.now() - startedAt });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message));
      finish(1);
    });
    child.on('close', (code, signal) => finish(exitCodeOf(code, signal)));
  });
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}
