import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenByCommit } from '../chosen-by-commit.mjs';
import { findBrowser } from '../find-browser.mjs';
import { capture } from '../launch/child.mjs';

/**
 * Counts of vitest's JSON report. A file that could not be loaded has no tests to count, and an error outside of any
 * test shows only in the exit code: each is one failure here.
 */
function countsOf(report, code) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  const skipped = report.numPendingTests + report.numTodoTests;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    note: skipped > 0 ? `${skipped} skipped` : '',
  };
}

function vitestStep(name, args, { timeoutMs, env = process.env }) {
  return {
    name,
    stream: true,
    async run() {
      const folder = mkdtempSync(join(tmpdir(), 'tradewind-vitest-'));
      const outputFile = join(folder, 'report.json');
      try {
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
        const { code, timedOut } = await capture(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args, ...reporters], {
          timeoutMs,
          env,
          stream: true,
        });
        if (timedOut) return { passed: 0, failed: 1, note: `stopped after ${timeoutMs / 1000} s` };
        if (!existsSync(outputFile)) return { passed: 0, failed: 1, note: 'vitest wrote no report' };
        return countsOf(JSON.parse(readFileSync(outputFile, 'utf8')), code);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

export function unitSteps() {
  return [vitestStep('unit and module tests', ['--project=!journeys'], { timeoutMs: 600_000 })];
}

const NO_BROWSER = `
************************************************************************
  NO BROWSER FOUND: the journeys through the web UI are NOT being run.
  Install Chromium or set CHROMIUM_PATH to one.
************************************************************************`;

export async function journeySteps() {
  const folder = 'tests/journeys';
  if (!existsSync(folder) || !readdirSync(folder).some((file) => file.endsWith('.test.ts'))) return [];
  const browser = await findBrowser();
  if (browser.problem) return [{ name: 'journeys', run: async () => ({ passed: 0, failed: 1, output: browser.problem }) }];
  if (!browser.path) {
    const absent = { passed: 0, failed: 0, absent: true, note: 'NO BROWSER: not run' };
    return [
      {
        name: 'journeys',
        async run() {
          process.stdout.write(`${NO_BROWSER}\n`);
          return absent;
        },
      },
    ];
  }
  const env = { ...process.env, CHROMIUM_PATH: browser.path };
  // Where the time is short every fourth file is played, which the commit chooses; all of them by hand.
  const share = process.env.JOURNEYS === 'quarter' ? [`--shard=${1 + chosenByCommit(4)}/4`] : [];
  return [vitestStep('journeys', ['--project=journeys', ...share], { timeoutMs: 600_000, env })];
}
