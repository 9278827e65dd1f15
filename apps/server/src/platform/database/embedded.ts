/** The embedded PostgreSQL as the program sees it: its folder claimed, its files made, its server under supervision (supervisor.ts). */
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeDataFolder } from '../data-folder.ts';
import type { Log } from '../ports.ts';
import { findPostgresBinaries } from './binaries.ts';
import {
  clusterPaths,
  ensureCluster,
  makeSocketFolder,
  prepareLog,
  readOrMakePassword,
  SUPERUSER,
  serverSettings,
  writeAccessRules,
} from './cluster.ts';
import { claimant, claimFolder, settlePostmaster } from './instance-lock.ts';
import { adoptFolder, chooseRunAs, type RootWay } from './run-as.ts';
import { readPidFile, type Server, supervise } from './supervisor.ts';
import { systemSleep } from './system-sleep.ts';

/** What `pg` needs to connect; `host` is the folder of the socket. */
export type PostgresConnection = { host: string; port: number; user: string; password: string; database: string };

export type EmbeddedPostgres = {
  superuser: PostgresConnection;
  /** The postmaster's process id; it changes when the server had to be started again. */
  pid(): number;
  /** Told each time the server ended without being asked, before it is started again. */
  onExit(told: () => void): void;
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  dataDir: string;
  log: Log;
  /** false: a throw-away database of the tests, which nobody mourns after a power cut. */
  durable?: boolean;
  rootWays?: RootWay[];
};

const PORT = 5432;
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  // Real paths throughout: the server must recognise its folder however it was named.
  const dataDir = path.resolve(options.dataDir);
  makeDataFolder(dataDir);
  const release = claimFolder(dataDir, 'postgres');
  try {
    return await startClaimed({ ...options, dataDir }, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function startClaimed(options: EmbeddedOptions, release: () => void): Promise<EmbeddedPostgres> {
  const { dataDir, log, durable = true } = options;
  const { pgdata, passwordFile, logFile } = clusterPaths(dataDir);
  const binaries = findPostgresBinaries(dataDir);
  const runAs = chooseRunAs({ initdb: binaries.initdb, folder: dataDir }, options.rootWays);
  if (existsSync(pgdata) && !existsSync(passwordFile)) {
    throw new Error(`${pgdata} has a database but its password ${passwordFile} is missing: put the keys folder back from a backup`);
  }
  const password = readOrMakePassword(passwordFile);
  ensureCluster({ initdb: binaries.initdb, pgdata, password, runAs, durable });
  await settlePostmaster(pgdata, systemSleep);
  adoptFolder(pgdata, runAs);
  // A folder put back from a copy may be open to others, with which PostgreSQL would not start.
  chmodSync(pgdata, 0o700);
  writeAccessRules(pgdata, runAs);
  prepareLog(logFile);
  const socket = makeSocketFolder(dataDir, runAs);
  const server: Server = {
    pgdata,
    logFile,
    prefix: runAs.prefix,
    command: [binaries.postgres, '-D', pgdata, ...serverSettings(socket.folder, durable)],
  };
  let stopped: Promise<void> | undefined;
  const told: (() => void)[] = [];
  const supervised = await supervise(server, log, () => {
    for (const tell of told) tell();
  });
  return {
    superuser: { host: socket.folder, port: PORT, user: SUPERUSER, password, database: 'postgres' },
    pid: supervised.pid,
    onExit: (tell) => void told.push(tell),
    // Once only: a late second stop() would take socket and claim from whoever has started here since.
    stop: () => {
      stopped ??= supervised.stop().then(() => {
        socket.discard();
        release();
      });
      return stopped;
    },
  };
}

/** How a command line tool reaches the database of a workbench that is running; null when none is, whatever a power cut left lying. */
export function connectionOfRunning(dataDir: string): PostgresConnection | null {
  if (claimant(path.resolve(dataDir), 'postgres') === null) return null;
  const { pgdata, passwordFile } = clusterPaths(path.resolve(dataDir));
  const lines = readPidFile(pgdata);
  const host = lines[4]?.trim();
  if (!host || lines[7]?.trim() !== 'ready' || !existsSync(path.join(host, `.s.PGSQL.${PORT}`))) return null;
  return { host, port: PORT, user: SUPERUSER, password: readFileSync(passwordFile, 'utf8').trim(), database: 'postgres' };
}
