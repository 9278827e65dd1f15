/**
 * The only door to other programs that a feature may use: a fixed few, where the operator has named them. The shell is given a fixed line and
 * the rest as arguments; the text goes in as bytes, the answer is bounded in length and in time, and a program that outstays is ended with whatever it has started.
 */
import { spawn } from 'node:child_process';

export type RunProgram = (wish: {
  program: 'apertium';
  args: readonly string[];
  input: string;
  timeoutMs: number;
}) => Promise<{ exitCode: number; output: string }>;

/** `missing`: the operator has named none, or it is not there. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed';
  readonly fault: 'missing' | 'slow' | 'too-long';
  constructor(fault: ProgramFailed['fault'], detail: string) {
    super(detail);
    this.fault = fault;
  }
}

const OUTPUT_MAX_BYTES = 1024 * 1024;

/** @param paths Null: not to be used here. */
export function createRunProgram(paths: { apertium: string | null }): RunProgram {
  return ({ program, args, input, timeoutMs }) => {
    const path = paths[program];
    if (path === null) return Promise.reject(new ProgramFailed('missing', `${program} is not named by the operator`));
    return new Promise((resolve, reject) => {
      // Node's pipe is a socket, which programs that open /dev/stdin anew cannot read; what passes through cat is a pipe. The group is its
      // own, because the program is a chain of others.
      const child = spawn('/bin/sh', ['-c', 'cat | "$0" "$@"', path, ...args], {
        ...{ detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
        env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      const end = (error: ProgramFailed) => {
        reject(error);
        if (child.pid === undefined) return;
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It has ended by itself.
        }
      };
      const deadline = AbortSignal.timeout(timeoutMs);
      const late = () => end(new ProgramFailed('slow', `${program} took longer than ${timeoutMs} ms`));
      deadline.addEventListener('abort', late);
      child.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > OUTPUT_MAX_BYTES) end(new ProgramFailed('too-long', `${program} wrote more than ${OUTPUT_MAX_BYTES} bytes`));
        else chunks.push(chunk);
      });
      child.on('error', () => end(new ProgramFailed('missing', `${program} cannot be started`)));
      child.on('close', (code) => {
        deadline.removeEventListener('abort', late);
        // So says the shell where there is no such program, or none that may be run.
        if (code === 126 || code === 127) reject(new ProgramFailed('missing', `${program} cannot be started`));
        else resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
      });
      // It may end before it has read everything.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  };
}
