/**
 * Image, compose file and systemd units are text that no compiler reads: here each fact they state is held against the program. Nothing is
 * built (that wants a container engine), so this finds what would not start, not what would run badly.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Copy, DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const config = read('apps/server/src/config.ts');
const variables = new Set([...config.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name));
const secretNames = new Set([...(/secretNames = \[(.*)\]/.exec(config)?.[1] ?? '').matchAll(/'([A-Z_]+)'/g)].map(([, name]) => name));
const commands = new Set([...read('apps/server/src/main.ts').matchAll(/^ {2}(\w+)(?: \[--|\s{3})/gm)].map(([, name]) => name));
const roles = /allRoles: readonly Role\[\] = \[(.*)\]/.exec(read('apps/server/src/main.ts'))?.[1] ?? '';

const isSetting = (name: string): boolean => variables.has(name) || (name.endsWith('_FILE') && secretNames.has(name.slice(0, -5)));

/** The words after the program's name, as an operator would type them. */
function expectCommand([name = '', ...options]: readonly string[]): void {
  expect([...commands]).toContain(name);
  if (options.length === 0) return;
  expect(options[0]).toBe('--roles');
  for (const role of options[1]?.split(',') ?? ['']) expect(roles).toContain(`'${role}'`);
}

test('what the checks below read from the program is there', () => {
  expect(variables.size).toBeGreaterThan(15);
  expect(secretNames.size).toBeGreaterThan(2);
  expect([...commands]).toEqual(expect.arrayContaining(['demo', 'serve', 'migrate']));
});

describe('Dockerfile', () => {
  const text = read('Dockerfile');
  const file = DockerfileParser.parse(text);
  const stages = file.getFROMs().map((from) => from.getBuildStage());
  const copies = file.getCOPYs();
  const wordsOf = (copy: Copy): string[] => copy.getArguments().map((word) => word.getValue());
  const sourceOf = (copy: Copy): string | null | undefined =>
    copy
      .getFlags()
      .find((flag) => flag.getName() === 'from')
      ?.getValue();
  const fromRepository = copies.filter((copy) => sourceOf(copy) === undefined);

  test('has no fault that a linter finds', () => {
    expect(validate(text).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  test('copies only what is there and not ignored, and from stages that came before', () => {
    const ignored = read('.dockerignore').trim().split('\n');
    for (const copy of fromRepository) {
      for (const source of wordsOf(copy).slice(0, -1)) {
        expect(existsSync(path.join(root, source)), source).toBe(true);
        expect(ignored, source).not.toContain(source.split('/')[0]);
      }
    }
    for (const copy of copies) {
      const from = sourceOf(copy);
      if (from) expect(stages).toContain(from);
    }
  });

  test('installs with the manifest of every workspace, else npm refuses the lock file', () => {
    const manifests = ['packages', 'apps'].flatMap((folder) =>
      readdirSync(path.join(root, folder)).map((it) => `${folder}/${it}/package.json`),
    );
    const copied = fromRepository.flatMap((copy) => wordsOf(copy).slice(0, -1));
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', '.npmrc', ...manifests]));
  });

  test('runs without install scripts and without development packages, not as root', () => {
    const installs = [...text.matchAll(/npm ci[^&\n]*/g)].map(([line]) => line);
    expect(installs.length).toBe(2);
    for (const line of installs) expect(line).toContain('--ignore-scripts');
    expect(installs.at(-1)).toContain('--omit=dev');
    const lastStage = text.slice(text.lastIndexOf('\nFROM '));
    expect(lastStage).toMatch(/^USER node$/m);
    expect(lastStage).not.toContain('npm');
    expect(lastStage).not.toMatch(/COPY .*(\/app\/node_modules|--from=build [^ ]*\/app )/);
  });

  test('sets what the program reads, opens the port it listens on, and starts a command that exists', () => {
    const settings = file.getENVs().flatMap((env) => env.getProperties().map((it) => [it.getName(), it.getValue()] as const));
    for (const [name] of settings) expect(name === 'NODE_ENV' || isSetting(name), name).toBe(true);
    const port = /PORT: port\.default\((\d+)\)/.exec(config)?.[1];
    expect(new Map(settings).get('PORT')).toBe(port);
    expect(text).toMatch(new RegExp(`^EXPOSE ${port}$`, 'm'));
    expectCommand(z.array(z.string()).parse(JSON.parse(/^CMD (\[.*\])$/m.exec(text)?.[1] ?? '')));
    expect(JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(text)?.[1] ?? '')).toEqual(['node', 'apps/server/dist/main.js']);
    expect(read('apps/server/src/platform/http/api.ts')).toContain("'/readyz'");
  });

  test('its Node is one the program runs on', () => {
    for (const from of file.getFROMs()) expect(Number(/^node:(\d+)-/.exec(from.getImage() ?? '')?.[1])).toBeGreaterThanOrEqual(20);
  });
});

describe('compose.yaml', () => {
  const health = z.union([
    z.strictObject({ disable: z.literal(true) }),
    z.strictObject({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.int() }),
  ]);
  const condition = z.enum(['service_healthy', 'service_completed_successfully', 'service_started']);
  /** Of the compose format only what is used here: a word misspelt is a word unknown. */
  const service = z.strictObject({
    build: z.string().optional(),
    image: z.string(),
    command: z.array(z.string()).optional(),
    init: z.boolean().optional(),
    read_only: z.boolean().optional(),
    tmpfs: z.array(z.string()).optional(),
    cap_drop: z.array(z.string()).optional(),
    security_opt: z.array(z.string()).optional(),
    restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
    stop_grace_period: z.string().regex(/^\d+s$/),
    shm_size: z.string().optional(),
    ports: z.array(z.string()).optional(),
    volumes: z.array(z.string()),
    secrets: z.array(z.string()),
    environment: z.record(z.string(), z.string()),
    healthcheck: health.optional(),
    depends_on: z.record(z.string(), z.strictObject({ condition })).optional(),
  });
  const compose = z
    .strictObject({
      name: z.string(),
      'x-tradewind': z.unknown(),
      services: z.record(z.string(), service),
      volumes: z.record(z.string(), z.null()),
      secrets: z.record(z.string(), z.strictObject({ file: z.string().startsWith('./secrets/') })),
    })
    .parse(parse(read('compose.yaml'), { merge: true }));
  const ours = Object.entries(compose.services).filter(([, it]) => it.build !== undefined);

  test('every service runs a command that exists with settings that exist', () => {
    expect(ours.length).toBeGreaterThan(2);
    for (const [name, { command, environment }] of ours) {
      expectCommand(command ?? []);
      for (const variable of Object.keys(environment)) expect(isSetting(variable), `${name}: ${variable}`).toBe(true);
    }
  });

  test('together the processes have every role', () => {
    const played = ours.flatMap(([, { command = [] }]) => (command[0] === 'serve' ? (command[2] ?? '').split(',') : []));
    for (const [, role] of roles.matchAll(/'(\w+)'/g)) expect(played).toContain(role);
  });

  test('volumes, secrets and services that are named are also declared, and no secret is in the environment or in git', () => {
    for (const { volumes, secrets, depends_on = {}, environment } of Object.values(compose.services)) {
      for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
      for (const name of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(name);
      for (const [name, value] of Object.entries(environment)) {
        if (name.endsWith('_FILE')) expect(secrets).toContain(value.replace('/run/secrets/', ''));
        else expect(name).not.toMatch(/PASSWORD|SECRET|DATABASE_URL/);
      }
    }
    expect(read('.gitignore')).toMatch(/^\/?secrets\/$/m);
    expect(read('.dockerignore')).toMatch(/^secrets$/m);
  });

  test('waits for those it needs, and stops no sooner than the program may take', () => {
    const healthy = compose.services.database?.healthcheck;
    expect(healthy && 'test' in healthy && healthy.test.join(' ')).toContain('pg_isready');
    expect(compose.services.migrate?.depends_on?.database?.condition).toBe('service_healthy');
    const takesMs = Number(/STOP_WITHIN_MS = ([\d_]+)/.exec(read('apps/server/src/main.ts'))?.[1]?.replaceAll('_', ''));
    for (const [, it] of ours) expect(Number.parseInt(it.stop_grace_period, 10) * 1000).toBeGreaterThan(takesMs);
  });

  test('answers on this machine only, at the port the image opens', () => {
    const open = /^EXPOSE (\d+)$/m.exec(read('Dockerfile'))?.[1];
    expect(Object.values(compose.services).flatMap(({ ports = [] }) => ports)).toEqual([`127.0.0.1:${open}:${open}`]);
    expect(
      ours.filter(([, it]) => it.volumes.some((volume) => volume.endsWith(`:${/^ENV .*DATA_DIR=(\S+)/m.exec(read('Dockerfile'))?.[1]}`))),
    ).toEqual(ours);
  });
});

describe.each(['tradewind.service', 'tradewind-worker@.service'])('systemd: %s', (unit) => {
  const lines = read(`deploy/systemd/${unit}`).split('\n');
  const valuesOf = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));

  test('starts a command that exists with settings that exist, and stops no sooner than the program may take', () => {
    const [node, program, ...words] = (valuesOf('ExecStart')[0] ?? '').split(' ');
    expect([node, program]).toEqual(['/usr/bin/node', 'apps/server/dist/main.js']);
    expectCommand(words);
    const names = valuesOf('Environment').flatMap((line) => line.split(' ').map((it) => it.split('=')[0] ?? ''));
    for (const name of names) expect(name === 'NODE_ENV' || isSetting(name), name).toBe(true);
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThan(24);
    expect(valuesOf('KillMode')).toEqual(['mixed']);
  });

  test('gives the program a private folder and little else', () => {
    expect(valuesOf('StateDirectoryMode')).toEqual(['0700']);
    expect(valuesOf('Environment').join(' ')).toContain(`DATA_DIR=/var/lib/${valuesOf('StateDirectory')[0]}`);
    for (const name of ['NoNewPrivileges', 'PrivateTmp', 'ProtectHome', 'RestrictNamespaces']) expect(valuesOf(name)).toEqual(['yes']);
    expect(valuesOf('ProtectSystem')).toEqual(['strict']);
    // Node writes machine code while it runs.
    expect(valuesOf('MemoryDenyWriteExecute')).toEqual([]);
  });
});
