import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startSandbox } from './start.ts';

/** `sandbox [--control] [--seed N] [--virtual-clock] [--until-stdin-ends]`: starts the platform's side and says so in one JSON line. */
const settingsSchema = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(4320),
  DATA_DIR: z.string().min(1).default('.tradewind'),
  SANDBOX_REDIRECT_URL: z.url().optional(),
  seed: z.coerce.number().int().default(7),
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      control: { type: 'boolean', default: false },
      seed: { type: 'string' },
      'virtual-clock': { type: 'boolean', default: false },
      'until-stdin-ends': { type: 'boolean', default: false },
    },
  });
  const settings = settingsSchema.safeParse({ ...process.env, ...(values.seed === undefined ? {} : { seed: values.seed }) });
  if (!settings.success) return fail(settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  const { SANDBOX_PORT: port, DATA_DIR: dataDir, SANDBOX_REDIRECT_URL: redirectUrl, seed } = settings.data;
  const sandbox = await startSandbox({
    port,
    dataDir,
    redirectUrl,
    seed,
    control: values.control,
    clock: values['virtual-clock'] ? 'virtual' : 'real',
  });
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    void sandbox.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A parent that is killed cannot say goodbye; its end of the pipe closes all the same.
  if (values['until-stdin-ends']) process.stdin.on('end', stop).resume();
  const { world } = sandbox.sim;
  process.stdout.write(
    `${JSON.stringify({ ready: true, url: sandbox.url, seed: world.seed, shops: world.shops.size, orders: world.orders.size, pid: process.pid })}\n`,
  );
}

function fail(reason: string): void {
  process.stderr.write(`The sandbox cannot start: ${reason}\n`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  fail(
    isTaken
      ? `port ${process.env.SANDBOX_PORT ?? 4320} is taken (set SANDBOX_PORT)`
      : error instanceof Error
        ? error.message
        : String(error),
  );
  // The world's timer and the journal are open already.
  process.exit(1);
});
