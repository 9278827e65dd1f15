import type { TestProject } from 'vitest/node';
import { type Demo, startDemo } from './demo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    demo: Demo;
    chromiumPath: string;
  }
}

/** One workbench for all journeys: starting it and reading its history costs more than any of them. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const chromiumPath = process.env.CHROMIUM_PATH;
  if (!chromiumPath)
    throw new Error('The journeys need a browser: run them by "npm run journeys", which looks for one, or set CHROMIUM_PATH.');
  const { stop, ...demo } = await startDemo();
  provide('demo', demo);
  provide('chromiumPath', chromiumPath);
  return stop;
}
