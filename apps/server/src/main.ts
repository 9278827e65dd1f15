/** `tradewind <command>`: the program's one entry. `npm start` is `tradewind demo`. */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { createApiKeyCommand } from './commands/api-key.ts';
import { verifyAuditCommand } from './commands/audit-verify.ts';
import { backupCommand } from './commands/backup.ts';
import { createMerchantCommand } from './commands/create-merchant.ts';
import { doctorCommand } from './commands/doctor.ts';
import { forgetKeyCommand, rotateKeysCommand } from './commands/keys.ts';
import { policyCommand } from './commands/policy.ts';
import { restoreCommand } from './commands/restore.ts';
import { ConfigProblems, readConfig } from './config.ts';
import { startDemo } from './demo/demo.ts';
import { realClock } from './platform/clock/real-clock.ts';
import { makeDataFolder } from './platform/data-folder.ts';
import { createLog, type LogDestination } from './platform/log.ts';
import { type Role, startServer } from './server.ts';
import { openStorage } from './storage.ts';

const USAGE = `tradewind <command>
  demo                                  everything on this machine, with a simulated platform
  serve [--roles api,worker,scheduler]  the workbench
  migrate                               bring the database up to date
  merchant create --merchant NAME --name PERSON --email ADDRESS
                                        a merchant and its owner; prints the owner's password once
  api-key create --merchant NAME --name NAME [--scopes a,b]
  backup [--to FILE|DIR] [--with-keys]  one snapshot of everything, without the master key unless asked
  restore --verify FILE                 into an empty system; compares every row with the backup
  doctor [--json]                       what is wrong with this installation, and how to mend it
  keys rotate [--add-only]              a new master key, while everything runs
  keys forget --id KEY                  takes an old one out of the file
  audit verify                          check every merchant's audit chain
  policy [ID --input FILE|-]            what a rule of the platform says about an input; alone, the rules`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

type Given = NonNullable<
  Parameters<typeof createMerchantCommand>[1] & Parameters<typeof createApiKeyCommand>[1] & Parameters<typeof rotateKeysCommand>[1]
>;
type OnDatabase = (tools: Parameters<typeof rotateKeysCommand>[0], given: Given) => Promise<void>;

/** Commands that do one thing to the database and end. */
const databaseCommands = new Map<string, OnDatabase>([
  ['merchant create', ({ storage }, given) => createMerchantCommand(storage.database, given, say)],
  ['api-key create', ({ storage }, given) => createApiKeyCommand(storage.database, given, say)],
  ['audit verify', ({ storage }, given) => verifyAuditCommand(storage.database, given, say)],
  ['keys rotate', rotateKeysCommand],
  ['keys forget', forgetKeyCommand],
]);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      roles: { type: 'string' },
      merchant: { type: 'string' },
      name: { type: 'string' },
      email: { type: 'string' },
      scopes: { type: 'string' },
      to: { type: 'string' },
      'with-keys': { type: 'boolean' },
      verify: { type: 'boolean' },
      json: { type: 'boolean' },
      'add-only': { type: 'boolean' },
      id: { type: 'string' },
      input: { type: 'string' },
    },
  });
  const command = positionals[0] === 'restore' ? 'restore' : positionals.join(' ');
  if (positionals[0] === 'policy') {
    const read = (file: string) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8'));
    const complain = (line: string) => void process.stderr.write(`${line}\n`);
    process.exitCode = await policyCommand({ read, say, complain }, { id: positionals[1], input: values.input });
    return undefined;
  }
  if (command === 'demo') return untilStopped(await startDemo({ env: process.env, log: openLog(process.env), say }));
  if (command === 'serve') {
    const config = readConfig(process.env);
    const server = await startServer({ config, roles: rolesOf(values.roles), log: openLog(process.env), fetch });
    say(`serving at ${server.url}`);
    return untilStopped(server);
  }
  if (command === 'migrate') {
    const storage = await openStorage({ config: readConfig(process.env), clock: realClock, log: openLog(process.env) });
    await storage.close();
    return say('the database is up to date');
  }
  const tools = { log: openLog(process.env), say };
  if (command === 'backup') return backupCommand({ ...tools, config: readConfig(process.env) }, values);
  if (command === 'restore') return restoreCommand({ ...tools, config: readConfig(process.env) }, positionals[1]);
  if (command === 'doctor') return doctorCommand({ ...tools, config: readConfig(process.env), fetch }, values);
  const onDatabase = databaseCommands.get(command);
  if (onDatabase) {
    const config = readConfig(process.env);
    const storage = await openStorage({ config, clock: realClock, log: openLog(process.env) });
    try {
      await onDatabase({ config, storage, say }, values);
    } finally {
      await storage.close();
    }
    return undefined;
  }
  process.stderr.write(`${command ? `unknown command: ${command}\n` : ''}${USAGE}\n`);
  process.exitCode = 1;
  return undefined;
}

/** People read the terminal, programs the log: the demo's goes to a file, the server's to standard error. */
function openLog(env: NodeJS.ProcessEnv) {
  const config = readConfig(env);
  const destination: LogDestination =
    process.argv[2] === 'demo' ? logFile(config.dataDir) : { write: (line) => process.stderr.write(line) };
  return createLog({ destination, clock: realClock, level: config.logLevel });
}

function logFile(dataDir: string): LogDestination {
  makeDataFolder(dataDir);
  const stream = createWriteStream(path.join(dataDir, 'tradewind.log'), { flags: 'a', mode: 0o600 });
  stream.on('error', () => undefined);
  return { write: (line) => stream.write(line) };
}

const allRoles: readonly Role[] = ['api', 'worker', 'scheduler'];

function rolesOf(text: string | undefined): ReadonlySet<Role> {
  const wanted = text === undefined ? allRoles : text.split(',');
  const unknown = wanted.filter((role) => !allRoles.some((known) => known === role));
  if (unknown.length > 0) throw new Error(`--roles: ${unknown.join(', ')} is none of ${allRoles.join(', ')}`);
  return new Set(allRoles.filter((role) => wanted.includes(role)));
}

const STOP_WITHIN_MS = 24_000;

/** SIGTERM and SIGINT stop in order; a second one, or too long a wait, ends at once with exit 1. */
function untilStopped(running: { stop(): Promise<void> }): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

const unusableFolder = new Set(['EACCES', 'EEXIST', 'ENOTDIR', 'EROFS', 'ENOSPC', 'EPERM']);

/** One line that says what and how to mend it; a stack is for the log. */
function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigProblems) return `the settings need mending:\n${error.message}`;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `port ${'port' in error ? String(error.port) : ''} is taken: set PORT (or SANDBOX_PORT) to a free one`;
  if (unusableFolder.has(code) && 'path' in error)
    return `${String(error.path)} cannot be written to: set DATA_DIR to a folder that can (${code})`;
  return error.message;
}

function fail(error: unknown): never {
  const isServing = process.argv[2] === undefined || process.argv[2] === 'serve' || process.argv[2] === 'demo';
  process.stderr.write(`tradewind ${isServing ? 'cannot start' : process.argv[2]}: ${whyNot(error)}\n`);
  process.exit(1);
}

main().catch(fail);
