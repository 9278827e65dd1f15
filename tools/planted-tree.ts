import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOOLS = dirname(fileURLToPath(import.meta.url));

export type RunOptions = { args?: string[]; env?: Record<string, string> };
export type Run = { code: number | null; stdout: string; output: string };

/** A small repository of its own, in which a check meets faults that were put there on purpose. */
export type PlantedTree = {
  write(files: Record<string, string>): void;
  link(path: string, target: string): void;
  /** Runs one of our tools with the tree as its working folder, as `npm run` would. */
  run(tool: string, options?: RunOptions): Run;
  /** Copies our tools into the tree, for programs that find the repository by their own place. */
  adoptTools(): void;
  path(path: string): string;
  remove(): void;
};

export function plantTree(files: Record<string, string>): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'tradewind-planted-'));
  const tree: PlantedTree = {
    write(more) {
      for (const [path, text] of Object.entries(more)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    },
    link(path, target) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(join(root, target), join(root, path));
    },
    run(tool, { args = [], env = {} } = {}) {
      const options = { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(TOOLS, tool), ...args], options);
      return { code: status, stdout, output: stdout + stderr };
    },
    adoptTools() {
      cpSync(TOOLS, join(root, 'tools'), { recursive: true });
    },
    path: (path) => join(root, path),
    remove() {
      rmSync(root, { recursive: true, force: true });
    },
  };
  tree.write(files);
  return tree;
}
