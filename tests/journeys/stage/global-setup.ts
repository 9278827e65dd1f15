import type { TestProject } from 'vitest/node';
import { type Demo, startDemo } from './demo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    demos: Demo[];
    chromiumPath: string;
  }
}

/**
 * One workbench for each file that runs at a time, not for each file: starting it and reading its history costs more than any journey.
 * A single one would let the machine wait most of the time, as a journey does.
 */
export default async function setup({ config, provide }: TestProject): Promise<() => Promise<void>> {
  const chromiumPath = process.env.CHROMIUM_PATH;
  if (!chromiumPath)
    throw new Error('The journeys need a browser: run them by "npm run journeys", which looks for one, or set CHROMIUM_PATH.');
  const starting = Array.from({ length: config.maxWorkers }, () => startDemo());
  const started = (await Promise.allSettled(starting)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stopAll = async () => void (await Promise.all(started.map(({ stop }) => stop())));
  try {
    await Promise.all(starting);
  } catch (error) {
    await stopAll();
    throw error;
  }
  provide(
    'demos',
    started.map(({ stop: _stop, ...demo }) => demo),
  );
  provide('chromiumPath', chromiumPath);
  return stopAll;
}
