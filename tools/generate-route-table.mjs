// The web must know each route's method and address without loading zod. This bundles the contract, imports it
// and writes the bare table; `--check` only says whether the committed file is current.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const contract = fileURLToPath(new URL('../packages/contract/src/index.ts', import.meta.url));
const target = fileURLToPath(new URL('../packages/contract/src/route-table.generated.ts', import.meta.url));

export async function routeTableText() {
  // The bundle lies inside the repository for a moment, so that `zod` resolves from its node_modules.
  const bundle = fileURLToPath(new URL(`./.route-table.${process.pid}.mjs`, import.meta.url));
  try {
    await build({
      entryPoints: [contract],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'error',
    });
    const { routes } = await import(`${bundle}?${process.hrtime.bigint()}`);
    const rows = Object.values(routes)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(
        ({ id, method, path, idempotent }) =>
          `  '${id}': { method: '${method}', path: '${path}'${idempotent ? ', idempotent: true' : ''} },`,
      );
    return `// Made by tools/generate-route-table.mjs from the contract's routes; do not edit.\nexport const routeTable = {\n${rows.join('\n')}\n} as const;\n`;
  } finally {
    await rm(bundle, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await routeTableText();
  const current = await readFile(target, 'utf8').catch(() => '');
  if (process.argv.includes('--check')) process.exitCode = current === text ? 0 : 1;
  else if (current !== text) await writeFile(target, text);
}
