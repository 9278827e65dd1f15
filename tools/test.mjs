// `npm test`: every check of the repository, each counted, none hiding a later one. The order is by price: build, then the
// checks side by side, then tests, drills, benches and the browser. A step of something not built yet does not exist; a step that
// exists and finds nothing to test fails, because a run that checks nothing must not look like one that passed.
import { availableParallelism } from 'node:os';
import { killCaptured } from './launch/child.mjs';
import { installGap } from './launch/install.mjs';
import { seconds } from './launch/progress.mjs';
import { benchSteps } from './test/benches.mjs';
import { checkSteps } from './test/checks.mjs';
import { drillSteps } from './test/drills.mjs';
import { seedSteps } from './test/seeds.mjs';
import { journeySteps, unitSteps } from './test/vitest.mjs';

const startedAt = Date.now();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    killCaptured('SIGTERM');
    process.exit(130);
  });
}

async function runStep(step) {
  const began = Date.now();
  if (step.stream) process.stdout.write(`\n> ${step.name}\n`);
  const result = await step.run().catch((error) => ({ passed: 0, failed: 1, output: String(error?.stack ?? error) }));
  const ended = { name: step.name, durationMs: Date.now() - began, ...result };
  if (ended.passed + ended.failed === 0 && !ended.absent) Object.assign(ended, { failed: 1, note: 'nothing was tested' });
  process.stdout.write(`${ended.failed > 0 ? 'FAIL' : ended.absent ? 'none' : 'ok  '} ${step.name} (${seconds(ended.durationMs)})\n`);
  if (ended.failed > 0 && ended.output) process.stdout.write(`${ended.output.trimEnd()}\n\n`);
  return ended;
}

/** Runs up to `width` steps at a time, in order of the list. */
async function runSteps(steps, width) {
  const results = [];
  let next = 0;
  const take = async () => {
    while (next < steps.length) {
      const index = next++;
      results[index] = await runStep(steps[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, steps.length) }, take));
  return results;
}

function printTable(results) {
  const width = Math.max(...results.map((result) => result.name.length));
  process.stdout.write(`\n${'step'.padEnd(width)}  ${'passed'.padStart(6)}  ${'failed'.padStart(6)}  ${'time'.padStart(8)}\n`);
  for (const { name, passed, failed, durationMs, note } of results) {
    const columns = [name.padEnd(width), String(passed).padStart(6), String(failed).padStart(6), seconds(durationMs).padStart(8)];
    process.stdout.write(`${columns.join('  ')}${note ? `  ${note}` : ''}\n`);
  }
}

async function stages(only) {
  if (only === 'journeys') return [{ steps: await journeySteps(), width: 1 }];
  const { build, checks } = checkSteps();
  return [
    { steps: [build], width: 1 },
    { steps: checks, width: availableParallelism() },
    { steps: unitSteps(), width: 1 },
    // Side by side, the longest first: each keeps one processor busy and a second one now and then. What a bench then measures is worth
    // nothing, and only that it measures is asked.
    { steps: [...benchSteps(), ...seedSteps(), ...drillSteps()], width: availableParallelism() },
    { steps: await journeySteps(), width: 1 },
  ];
}

const onlyAt = process.argv.indexOf('--only');
const gap = installGap(process.cwd());
if (gap) {
  process.stderr.write(`The packages are not as package-lock.json wants them: ${gap}. Run "npm ci --ignore-scripts" or "npm test".\n`);
  process.exit(1);
}
const results = [];
for (const { steps, width } of await stages(onlyAt > 0 ? process.argv[onlyAt + 1] : undefined))
  results.push(...(await runSteps(steps, width)));

printTable(results);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0) + (passed === 0 ? 1 : 0);
process.stdout.write(`\nin ${seconds(Date.now() - startedAt)}\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
