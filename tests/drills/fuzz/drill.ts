/**
 * Fuzz: two hundred thousand requests against the real HTTP side, with the real guards, handlers and database, in two threads.
 * Nothing may answer 5xx, hang, keep memory, show our insides or another merchant, or take what its schema does not have.
 * `--case N` plays one of them alone and shows it.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';
import { openFuzzDatabase } from './bench.ts';
import type { Case } from './cases.ts';
import type { Answered } from './judge.ts';
import { type PartOrder, type PartResult, playPart } from './part.ts';
import { playWire } from './wire.ts';

const INPUTS = 200_000;
const LONG_RUN_INPUTS = 2_000_000;
const THREADS = 2;
const GROWTH_MAX_BYTES = 48 * 1024 * 1024;

export async function fuzzDrill({ seed, small, sabotage, only, say }: DrillOptions): Promise<Report> {
  const database = await openFuzzDatabase();
  const { world } = database;
  const findings = new Findings();
  try {
    if (only !== null) {
      const result = await playPart({ world, seed, sabotage, from: only, step: 1, to: only + 1 }, show);
      process.stderr.write(`${result.failures.join('\n')}\n`);
      findings.add(found([result]));
      return reportOf('fuzz', seed, { findings, faults: { inputs: 1 } });
    }
    const before = await database.foreignRows();
    const inputs = small ? INPUTS : LONG_RUN_INPUTS;
    const startedAt = performance.now();
    const threads = Array.from({ length: THREADS }, (_, from) => inThread({ world, seed, sabotage, from, step: THREADS, to: inputs }));
    const results = await Promise.all(threads);
    const seconds = (performance.now() - startedAt) / 1000;
    findings.add(found(results));
    const faults = { inputs: findings.checked, perSecond: Math.round(findings.checked / seconds), ...sumsOf(results) };
    say(`${faults.inputs} inputs in ${seconds.toFixed(1)} s, ${faults.perSecond} a second: ${JSON.stringify(faults)}`);
    judgeResults(findings, results);
    findings.same('the other merchant is as before', 'every row of theirs', {
      ours: (await database.foreignRows()) === before,
      theirs: true,
    });
    const wire = await playWire(world, findings);
    return reportOf('fuzz', seed, { findings, faults: { ...faults, rawConnections: wire } });
  } finally {
    await database.close();
  }
}

function found(results: readonly PartResult[]): Findings {
  const findings = new Findings();
  for (const { checked, mismatches } of results) {
    findings.checked += checked;
    findings.mismatches.push(...mismatches);
  }
  return findings;
}

function judgeResults(findings: Findings, results: readonly PartResult[]): void {
  const failures = new Set(results.flatMap((result) => result.failures));
  findings.same('nothing failed unforeseen', 'the log', { ours: [...failures].slice(0, 5), theirs: [] });
  for (const { heapGrowthBytes } of results)
    findings.holds('memory stays bounded', 'heap after collection', {
      is: heapGrowthBytes < GROWTH_MAX_BYTES,
      seen: heapGrowthBytes,
      wanted: `grows by less than ${GROWTH_MAX_BYTES}`,
    });
  const reached = results.reduce((sum, result) => sum + result.reached, 0);
  // A fuzz that the guards turn away every time says nothing of what lies behind them.
  findings.holds('handlers were reached', 'all routes', {
    is: reached > findings.checked / 100,
    seen: reached,
    wanted: 'one in a hundred',
  });
}

function sumsOf(results: readonly PartResult[]): Record<string, number> {
  const sums: Record<string, number> = { reached: 0 };
  for (const { answers, reached, heapGrowthBytes } of results) {
    sums.reached = (sums.reached ?? 0) + reached;
    sums.heapGrowthBytes = Math.max(sums.heapGrowthBytes ?? 0, heapGrowthBytes);
    for (const [kind, count] of Object.entries(answers)) sums[kind] = (sums[kind] ?? 0) + count;
  }
  return sums;
}

/** The same program, started again as a thread: main.ts sees that it is one. */
function inThread(order: PartOrder): Promise<PartResult> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: order });
    thread.once('message', (result: PartResult) => {
      resolve(result);
      void thread.terminate();
    });
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('a thread of the fuzz ended without a result')));
  });
}

function show({ method, address, headers, body }: Case, answer: Answered | null): void {
  const text = body === null ? '' : Buffer.from(body).toString('latin1').slice(0, 2_000);
  const lines = [
    `${method} ${address}`,
    ...headers.map((pair) => pair.join(': ')),
    text,
    '',
    String(answer?.status),
    answer?.text.slice(0, 2_000),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
