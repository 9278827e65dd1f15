/** Everything a drill plays on, in a folder of its own: kept when something was found, so that it can be looked at. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type OwnDatabase, startDatabase } from './database.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type PlatformState, type Sandbox, startSandbox, type World } from './sandbox.ts';
import { startWorkbench, type Workbench } from './workbench.ts';

export type Stage = {
  folder: string;
  platform: PlatformState;
  sandbox: Sandbox;
  database: OwnDatabase;
  workbench: Workbench;
  ledger: Ledger;
  close(keep: boolean): Promise<void>;
};
export type StageOptions = { world: World; sabotage: string | null; servers?: number; workers?: number };

export async function openStage({ world, sabotage, servers = 1, workers = 1 }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tradewind-drill-'));
  const logFolder = path.join(folder, 'logs');
  mkdirSync(logFolder);
  const dataDir = path.join(folder, 'data');
  const sandbox = await startSandbox({ dataDir: path.join(folder, 'platform'), logFolder });
  let database: OwnDatabase | null = null;
  try {
    const [platform, started] = await Promise.all([sandbox.reset(world), startDatabase(dataDir)]);
    database = started;
    const { url: sandboxUrl, forgetFollower } = sandbox;
    const workbench = await startWorkbench({ dataDir, logFolder, sandboxUrl, platform, sabotage, servers, workers, forgetFollower });
    return {
      folder,
      platform,
      sandbox,
      database: started,
      workbench,
      ledger: openLedger(dataDir),
      close: async (keep) => {
        sandbox.program.thaw();
        await workbench.stop();
        await started.stop();
        await sandbox.program.stop();
        if (keep) process.stderr.write(`kept for a look: ${folder}\n`);
        else rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await database?.stop();
    await sandbox.program.stop();
    throw error;
  }
}
