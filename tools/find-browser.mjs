import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture } from './launch/child.mjs';

// The shell is the same engine without windows: the journeys take a quarter less of the processor with it.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// A file of the right name may be a stub that asks for another package, or lack its libraries: only an answer counts.
async function answers(path) {
  const { code, output } = await capture(path, ['--version'], { timeoutMs: 20_000 });
  return code === 0 && /chrom/i.test(output);
}

/** The one that ships inside an npm package, for machines without any; x64 Linux only. */
async function packagedBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return [await chromium.executablePath()];
  } catch {
    return [];
  }
}

/**
 * The browser for the journeys: CHROMIUM_PATH, else one of the system, else the packaged one. `problem` is a wrong
 * CHROMIUM_PATH, which must not be passed over in silence. Launch it with `--no-sandbox` and no other default of its package.
 */
export async function findBrowser(env = process.env) {
  const named = env.CHROMIUM_PATH;
  if (named) return isExecutable(named) ? { path: named } : { problem: `CHROMIUM_PATH is ${named}, which is no program that can be run.` };
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const candidates = [...onPath, ...MAC].filter((path) => existsSync(path) && isExecutable(path));
  for (const path of candidates) if (await answers(path)) return { path };
  for (const path of await packagedBrowser()) if (await answers(path)) return { path };
  return {};
}
