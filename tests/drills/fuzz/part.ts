/** One thread's share of a fuzz: every so manyth case, some at once, each answer judged. */
import { createHmac } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { APP } from '../../../apps/server/src/modules/accounts/testing.ts';
import { Findings, type Mismatch } from '../report.ts';
import { type FuzzApi, type FuzzWorld, openFuzzApi } from './bench.ts';
import { type Case, createCases } from './cases.ts';
import { type Answered, faultsOf } from './judge.ts';
import { saboteurOf } from './sabotage.ts';

/** Cases from, from + step … below to. */
export type PartOrder = { world: FuzzWorld; seed: number; sabotage: string | null; from: number; step: number; to: number };
export type PartResult = {
  checked: number;
  mismatches: Mismatch[];
  answers: Record<string, number>;
  reached: number;
  failures: string[];
  heapGrowthBytes: number;
};

const AT_ONCE = 12;
/** By then every schema is compiled and every cache as large as it gets. */
const WARM_UP = 10_000;
/** Generous: a statement is ended after 15 s, and nothing that is asked here should need one. */
const PATIENCE_MS = 30_000;
const ENOUGH = 20;

export async function playPart(
  { world, seed, sabotage, from, step, to }: PartOrder,
  show?: (asked: Case, answer: Answered | null) => void,
): Promise<PartResult> {
  const fuzz = openFuzzApi(world);
  const cases = createCases(world, { seed, cursors: await cursorsOf(fuzz, world) });
  const ask = saboteurOf(sabotage)((asked) => send(fuzz, asked));
  const findings = new Findings();
  const answers: Record<string, number> = {};
  let [next, heapAtStart] = [from, heapAfterCollection()];
  const lane = async (): Promise<void> => {
    while (next < to && findings.mismatches.length < ENOUGH) {
      const asked = cases(next);
      next += step;
      if (asked.index >= WARM_UP && asked.index < WARM_UP + step) heapAtStart = heapAfterCollection();
      const answer = await ask(asked);
      show?.(asked, answer);
      const kind = answer === null ? 'hung' : `${Math.floor(answer.status / 100)}xx`;
      answers[kind] = (answers[kind] ?? 0) + 1;
      const faults = answer === null ? ['gives no answer'] : faultsOf(asked, answer, world.foreign);
      findings.same(`${asked.method} ${asked.target}`, `--seed ${seed} --case ${asked.index}`, { ours: faults, theirs: [] });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  findings.same('prototypes are as before', 'Object.prototype', { ours: Object.keys(Object.prototype), theirs: [] });
  await fuzz.close();
  const { checked, mismatches } = findings;
  return {
    checked,
    mismatches,
    answers,
    reached: fuzz.reached(),
    failures: fuzz.failures,
    heapGrowthBytes: heapAfterCollection() - heapAtStart,
  };
}

/** What a thread does that was started for it. */
export async function playOrderedPart(): Promise<void> {
  // The cast: handed over by drill.ts, which types it so.
  parentPort?.postMessage(await playPart(workerData as PartOrder));
}

/** Null: no answer within a generous bound. */
async function send({ api }: FuzzApi, { method, address, headers, body }: Case): Promise<Answered | null> {
  const sent = new Headers({ host: 'localhost' });
  for (const [name, value] of headers) {
    if (name === 'x-fuzz-sign') {
      if (value === 'yes') sent.set('authorization', signatureOf(body));
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
}

const signatureOf = (body: Uint8Array | null): string =>
  createHmac('sha256', APP.appSecret)
    .update(APP.appKey)
    .update(body ?? '')
    .digest('hex');

const page = z.looseObject({ nextCursor: z.string().nullable() });
const LISTS = ['orders', 'packages', 'listings', 'shops', 'members', 'api-keys', 'audit-entries', 'legal-entities', 'tasks', 'fx-rates'];

/** Real cursors of the lists, to be spoilt and to be given to other lists. */
async function cursorsOf({ api }: FuzzApi, { one }: FuzzWorld): Promise<string[]> {
  const headers = { authorization: `Bearer ${one.key}`, host: 'localhost' };
  const answers = await Promise.all(LISTS.map((list) => api.app.request(`http://localhost/api/v1/${list}?limit=1`, { headers })));
  const pages = await Promise.all(answers.map(async (answer) => page.parse(await answer.json())));
  return pages.flatMap(({ nextCursor }) => (nextCursor === null ? [] : [nextCursor]));
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  // The cast: the function that the flag just brought into being.
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
