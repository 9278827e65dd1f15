// Runs the import rules of .dependency-cruiser.cjs over the tree it is started in and prints each broken rule's sentence.
// The cruiser reports success when it sees nothing, which happened with a compiler too new for it: so too few modules fail.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const FEWEST_MODULES = 100;

const folders = ['packages', 'apps'].filter((folder) => existsSync(join(process.cwd(), folder)));
const { output } =
  folders.length > 0
    ? await cruise(folders, { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true })
    : { output: null };
const ours = output?.modules.filter((module) => /^(packages|apps)\//.test(module.source)) ?? [];
const violations = output?.summary.violations ?? [];

for (const { name, comment } of config.forbidden) {
  const broken = violations.filter((violation) => violation.rule.name === name);
  if (broken.length === 0) continue;
  console.log(`${name}: ${comment}`);
  for (const { from, to, cycle } of broken) console.log(`  ${from} -> ${cycle ? cycle.map((step) => step.name ?? step).join(' -> ') : to}`);
}
const tooFew = ours.length < FEWEST_MODULES;
if (tooFew) console.log(`Only ${ours.length} modules were seen, fewer than ${FEWEST_MODULES}: the check is blind, not passed.`);
console.log(`${violations.length} violations in ${ours.length} modules`);
process.exitCode = violations.length > 0 || tooFew ? 1 : 0;
