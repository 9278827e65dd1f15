/** Hands seeds to players and adds up what they found. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { GuardName } from '../../apps/server/src/platform/guards.ts';
import type { Played } from './play/play.ts';
import type { PlayMessage } from './player.ts';
import { type FaultKind, faultKinds } from './world/faults.ts';
import { type PlayerDatabase, startServer } from './world/server.ts';

export type Failure = { seed: number; trace: string[]; mismatches: Played['mismatches'] };
export type Proof = {
  prove: 'core';
  ok: boolean;
  seeds: number;
  perMinute: number;
  virtualHours: number;
  checked: number;
  faults: Record<FaultKind, number>;
  /** Kinds of fault that should have struck, in so many seeds, and never did. */
  unstruck: FaultKind[];
  failures: Failure[];
};
export type Wish = {
  seeds: readonly number[];
  sabotage: GuardName | null;
  /** The program that a player runs. */
  program: string;
  migrationsFolder: string;
  failed: (failure: Failure) => void;
  played: (count: number) => void;
};

/** In so many seeds every kind strikes; a kind that did not is a hole in the proof, not luck. */
const ALL_KINDS_FROM = 300;
/** More players than cores, because each waits half of its time; PostgreSQL lets 100 connections in. */
const PLAYERS_MOST = 4;
const FAILURES_ENOUGH = 10;

export async function prove(wish: Wish): Promise<Proof> {
  const { seeds, sabotage, program, migrationsFolder } = wish;
  const count = Math.min(PLAYERS_MOST, availableParallelism() * 2, seeds.length);
  const server = await startServer(count, migrationsFolder);
  const startedAt = performance.now();
  const players: ChildProcess[] = [];
  const results: Played[] = [];
  const failures: Failure[] = [];
  const waiting = [...seeds];
  // Without a guard the first seed that fails is all that was asked for.
  const isEnough = (): boolean => failures.length >= (sabotage === null ? FAILURES_ENOUGH : 1);
  const playOn = async (database: PlayerDatabase): Promise<void> => {
    const child = fork(program, ['--player'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    players.push(child);
    child.send(database);
    for (let seed = waiting.shift(); seed !== undefined && !isEnough(); seed = waiting.shift()) {
      const played = await playOne(child, { seed, sabotage });
      results.push(played);
      wish.played(results.length);
      if (played.ok) continue;
      const failure = { seed, trace: played.trace, mismatches: played.mismatches.slice(0, 10) };
      failures.push(failure);
      wish.failed(failure);
    }
  };
  try {
    await Promise.all(server.databases.map(playOn));
    return sum(results, failures, performance.now() - startedAt);
  } finally {
    await Promise.all(players.map(end));
    await server.close();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

type Answer = { played?: Played; broken?: string };

function playOne(child: ChildProcess, message: PlayMessage): Promise<Played> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a player ended'));
    child.once('exit', ended);
    // What players say is our own, from the same build.
    child.once('message', ({ played, broken }: Answer) => {
      child.off('exit', ended);
      if (played) resolve(played);
      else reject(new Error(broken));
    });
    child.send(message);
  });
}

function sum(results: Played[], failures: Failure[], tookMs: number): Proof {
  const total = (of: (played: Played) => number): number => results.reduce((all, played) => all + of(played), 0);
  const faults = Object.fromEntries(faultKinds.map((kind) => [kind, total((played) => played.faults[kind])])) as Proof['faults']; // of every kind
  const unstruck = results.length >= ALL_KINDS_FROM ? faultKinds.filter((kind) => faults[kind] === 0) : [];
  const checked = total((played) => played.checked);
  return {
    prove: 'core',
    ok: failures.length === 0 && unstruck.length === 0 && checked > 0,
    seeds: results.length,
    perMinute: Math.round((results.length / tookMs) * 60_000),
    virtualHours: Math.round(total((played) => played.virtualMs) / 3_600_000),
    checked,
    faults,
    unstruck,
    failures: failures.sort((a, b) => a.seed - b.seed),
  };
}
