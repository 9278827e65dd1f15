/** Everything a drill plays on, in a folder of its own: kept when something was found, so that it can be looked at. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Ledger, openLedger } from './ledger.ts';
import { type PlatformState, type Sandbox, startSandbox, type World } from './sandbox.ts';
import { startWorkbench, type Workbench } from './workbench.ts';

export type Stage = {
  folder: string;
  platform: PlatformState;
  sandbox: Sandbox;
  workbench: Workbench;
  ledger: Ledger;
  close(keep: boolean): Promise<void>;
};

export async function openStage({ world, sabotage }: { world: World; sabotage: string | null }): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tradewind-drill-'));
  const logFolder = path.join(folder, 'logs');
  mkdirSync(logFolder);
  const sandbox = await startSandbox({ dataDir: path.join(folder, 'platform'), logFolder });
  try {
    const platform = await sandbox.reset(world);
    const dataDir = path.join(folder, 'data');
    const workbench = await startWorkbench({ dataDir, logFolder, sandboxUrl: sandbox.url, platform, sabotage });
    return {
      folder,
      platform,
      sandbox,
      workbench,
      ledger: openLedger(dataDir),
      close: async (keep) => {
        await workbench.stop();
        await sandbox.program.stop();
        if (keep) process.stderr.write(`kept for a look: ${folder}\n`);
        else rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await sandbox.program.stop();
    throw error;
  }
}
