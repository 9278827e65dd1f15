/** Pages of the built server over HTTP, by several askers, beside the statement that a person would write for that page alone: in turns, within the minute. */
import { type Agent, request } from 'node:http';
import { mean, percentile, printFigure, progress, timed } from './figure.ts';
import type { Place, Superuser } from './place.ts';

export const ASKERS = 8;
const ROUNDS = 10;
const REQUESTS_A_ROUND = 160;
/** Fewer orders are for seeing that the bench works. */
const REQUESTS_OF_FEW_ORDERS = 24;
const FEW_ORDERS = 100_000;

/** `text` names its merchant $1. */
export type PageCase = { bench: string; text: string; values: unknown[] };

export type Facts = { size: number; loadSeconds: number; diskMegabytes: number };
type Asking = { place: Place; clients: Superuser[]; facts: Facts; page: () => Promise<string> };

export async function askForPages(one: PageCase, { place, clients, facts, page }: Asking): Promise<void> {
  progress(`asking for ${one.bench}`);
  const byHand = (client: Superuser) => async () => {
    const { rows } = await client.query<{ id: string }>({
      name: one.bench,
      text: one.text,
      values: [place.merchantId, ...one.values],
    });
    return JSON.stringify({ items: rows });
  };
  const [first] = clients;
  if (!first) throw new Error('the control has no connection');
  const [shown, found] = [idsOf(await page()), idsOf(await byHand(first)())];
  if (shown.length === 0 || shown.join() !== found.join()) throw new Error(`${one.bench}: the control found other orders than the program`);
  const requests = facts.size < FEW_ORDERS ? REQUESTS_OF_FEW_ORDERS : REQUESTS_A_ROUND;
  const ours: Round[] = [];
  const control: Round[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const taken = await inTurns(
      requests,
      clients.map(() => page),
    );
    const raw = await inTurns(requests, clients.map(byHand));
    if (round < 0) continue;
    ours.push(taken);
    control.push(raw);
  }
  const rate = (rounds: Round[]) => requests / (mean(rounds.map((round) => round.tookMs)) / 1000);
  const times = ours.flatMap((round) => round.times);
  printFigure({
    bench: one.bench,
    ...facts,
    value: rate(ours),
    unit: 'requests/s',
    control: rate(control),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    postgres: place.postgres,
  });
}

type Round = { tookMs: number; times: number[] };

/** Each asker asks again as soon as it was answered. */
async function inTurns(requests: number, askers: (() => Promise<string>)[]): Promise<Round> {
  const times: number[] = [];
  let left = requests;
  const tookMs = await timed(() =>
    Promise.all(
      askers.map(async (asker) => {
        while (left > 0) {
          left -= 1;
          times.push(await timed(asker));
        }
      }),
    ),
  );
  return { tookMs, times };
}

function idsOf(answer: string): string[] {
  // The cast: both texts were made by this repository a moment ago; what is not so shows as a difference.
  const { items } = JSON.parse(answer) as { items: { id: string }[] };
  return items.map((item) => item.id);
}

export function getPage(url: string, { key, agent }: { key: string; agent: Agent }): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { authorization: `Bearer ${key}` } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`the server answered ${answer.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}
