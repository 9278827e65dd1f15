/**
 * Fuzz: two hundred thousand requests against the real HTTP side in this process, with the real guards, handlers and database. Nothing may answer 5xx, hang, keep memory, show
 * our insides or another merchant, or take what its schema does not have. `--case N` plays one of them alone and shows it.
 */
import { createHmac } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { APP } from '../../../apps/server/src/modules/accounts/testing.ts';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';
import { type FuzzBench, openFuzzBench } from './bench.ts';
import { type Case, createCases } from './cases.ts';
import { type Answered, faultsOf } from './judge.ts';
import { saboteurOf } from './sabotage.ts';

const INPUTS = 40_000;
const AT_ONCE = 24;
const WARM_UP = 20_000;
/** Generous: a statement is ended after 15 s, and nothing that is asked here should need one. */
const PATIENCE_MS = 30_000;
const GROWTH_MAX_BYTES = 48 * 1024 * 1024;

type Ask = (asked: Case) => Promise<Answered | null>;
type Tally = { findings: Findings; statuses: Map<string, number>; heapAtStart: number };

export async function fuzzDrill({ seed, small, sabotage, only, say }: DrillOptions): Promise<Report> {
  const bench = await openFuzzBench();
  try {
    const cases = createCases(bench, { seed, cursors: await cursorsOf(bench) });
    const ask = saboteurOf(sabotage)(askerOf(bench));
    if (only !== null) return await playAgain({ bench, ask, seed, asked: cases(only) });
    const before = await bench.foreignRows();
    const tally: Tally = { findings: new Findings(), statuses: new Map(), heapAtStart: 0 };
    const startedAt = performance.now();
    const inputs = small ? INPUTS : 10 * INPUTS;
    await playAll({ bench, ask, cases, tally, say, seed }, inputs);
    const seconds = (performance.now() - startedAt) / 1000;
    say(
      `${inputs} inputs in ${seconds.toFixed(1)} s, ${Math.round(inputs / seconds)} a second, ${bench.reached()} reached their handler; ${[...tally.statuses].map((pair) => pair.join(': ')).join(', ')}`,
    );
    const grown = heapAfterCollection() - tally.heapAtStart;
    tally.findings.holds('memory stays bounded', 'heap after collection', {
      is: grown < GROWTH_MAX_BYTES,
      seen: grown,
      wanted: `grows by less than ${GROWTH_MAX_BYTES}`,
    });
    tally.findings.same('the other merchant is as before', 'every row of theirs', {
      ours: (await bench.foreignRows()) === before,
      theirs: true,
    });
    tally.findings.same('prototypes are as before', 'Object.prototype', { ours: Object.keys(Object.prototype), theirs: [] });
    tally.findings.same('nothing failed unforeseen', 'the log', { ours: [...new Set(bench.failures)].slice(0, 5), theirs: [] });
    return reportOf('fuzz', seed, {
      findings: tally.findings,
      faults: {
        inputs,
        perSecond: Math.round(inputs / seconds),
        reached: bench.reached(),
        ...Object.fromEntries(tally.statuses),
        heapGrowthBytes: grown,
      },
    });
  } finally {
    await bench.close();
  }
}

type Play = { bench: FuzzBench; ask: Ask; cases: (index: number) => Case; tally: Tally; say: DrillOptions['say']; seed: number };

async function playAll({ bench, ask, cases, tally, say, seed }: Play, inputs: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < inputs && tally.findings.mismatches.length < 20) {
      const asked = cases(next++);
      if (asked.index === WARM_UP) tally.heapAtStart = heapAfterCollection();
      if (asked.index % 20_000 === 0) say(`${asked.index} asked`);
      const answer = await ask(asked);
      const kind = answer === null ? 'hung' : `${Math.floor(answer.status / 100)}xx`;
      tally.statuses.set(kind, (tally.statuses.get(kind) ?? 0) + 1);
      const faults = answer === null ? ['gives no answer'] : faultsOf(asked, answer, bench.foreign);
      tally.findings.same(`${asked.method} ${asked.target}`, `seed ${seed}, case ${asked.index}`, { ours: faults, theirs: [] });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Null: no answer within a generous bound. */
function askerOf({ api }: FuzzBench): Ask {
  return async ({ method, address, headers, body }) => {
    const sent = new Headers({ host: 'localhost' });
    for (const [name, value] of headers) {
      if (name === 'x-fuzz-sign') {
        if (value === 'yes')
          sent.set(
            'authorization',
            createHmac('sha256', APP.appSecret)
              .update(APP.appKey)
              .update(body ?? '')
              .digest('hex'),
          );
      } else if (name === 'host') sent.set(name, value);
      else sent.append(name, value);
    }
    const sendsBody = body !== null && method !== 'GET' && method !== 'HEAD';
    const request = new Request(`http://localhost${address}`, { method, headers: sent, ...(sendsBody ? { body } : {}) });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, null);
    });
    const answered = (async () => {
      const answer = await api.app.fetch(request);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    })();
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

const pageShape = z.looseObject({ nextCursor: z.string().nullable() });

/** Real cursors of every list, to be spoilt and to be given to other lists. */
async function cursorsOf(bench: FuzzBench): Promise<string[]> {
  const lists = [
    '/orders',
    '/packages',
    '/listings',
    '/shops',
    '/members',
    '/api-keys',
    '/audit-entries',
    '/legal-entities',
    '/tasks',
    '/fx-rates',
  ];
  const cursors: string[] = [];
  for (const list of lists) {
    const answer = await bench.api.app.request(`http://localhost/api/v1${list}?limit=1`, {
      headers: { authorization: `Bearer ${bench.one.key}`, host: 'localhost' },
    });
    const { nextCursor } = pageShape.parse(await answer.json());
    if (nextCursor !== null) cursors.push(nextCursor);
  }
  return cursors;
}

async function playAgain({ bench, ask, seed, asked }: { bench: FuzzBench; ask: Ask; seed: number; asked: Case }): Promise<Report> {
  const findings = new Findings();
  const answer = await ask(asked);
  const body = asked.body === null ? '' : `\n${Buffer.from(asked.body).toString('latin1').slice(0, 2_000)}`;
  process.stderr.write(
    `${asked.method} ${asked.address}\n${asked.headers.map((pair) => pair.join(': ')).join('\n')}${body}\n\n${answer?.status} ${answer?.text.slice(0, 2_000)}\n${bench.failures.join('\n')}\n`,
  );
  findings.same(`${asked.method} ${asked.target}`, `seed ${seed}, case ${asked.index}`, {
    ours: answer === null ? ['gives no answer'] : faultsOf(asked, answer, bench.foreign),
    theirs: [],
  });
  return reportOf('fuzz', seed, { findings, faults: { inputs: 1 } });
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  // The function that the flag just brought into being.
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
