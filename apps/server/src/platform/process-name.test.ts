import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isCertainlyGone, nameOfThisProcess } from './process-name.ts';

const renamed = (change: (parts: string[]) => void): string => {
  const parts = nameOfThisProcess().split('/');
  change(parts);
  return parts.join('/');
};

test('a process that runs is not gone, nor is one that nobody here can look up', () => {
  expect(isCertainlyGone(nameOfThisProcess())).toBe(false);
  for (const name of ['', 'worker-1', '/1/2', '//', renamed((parts) => parts.splice(0, 1, 'another machine'))])
    expect(isCertainlyGone(name), name).toBe(false);
  expect(isCertainlyGone(renamed((parts) => parts.splice(1, 1, '0')))).toBe(false);
});

test.runIf(process.platform === 'linux')('a killed process is gone, also when its number was given to another', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  const name = renamed((parts) => parts.splice(1, 2, String(child.pid), start));
  expect(isCertainlyGone(name)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isCertainlyGone(name)).toBe(true);
  expect(isCertainlyGone(renamed((parts) => parts.splice(2, 1, '1')))).toBe(true);
});
