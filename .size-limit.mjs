// What a browser loads before a page can be used, gzipped. The chunks are found through Vite's manifest: everything that the
// named sources import at once; what they load later (charts, the palette) is not counted. The Chinese texts are the largest.
// A name that the manifest does not know stops the check: a limit that measures nothing would always hold.
import { readFileSync } from 'node:fs';

const DIST = 'apps/web/dist';
const manifest = JSON.parse(readFileSync(`${DIST}/.vite/manifest.json`, 'utf8'));
const LANGUAGE = ['src/shared/i18n/zh-CN.json', '../../node_modules/antd/es/locale/zh_CN.js'];

function filesOf(sources) {
  const seen = new Set();
  const files = new Set();
  const visit = (source) => {
    if (seen.has(source)) return;
    seen.add(source);
    const chunk = manifest[source];
    if (!chunk) throw new Error(`${source} is not in the manifest of apps/web/dist: mend the list in .size-limit.mjs`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(`${DIST}/${file}`);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const source of sources) visit(source);
  return [...files];
}

const page = (name, limit, ...sources) => ({ name, path: filesOf(sources), limit, gzip: true });
const shell = ['index.html', 'src/app/shell/shell.tsx', ...LANGUAGE];

export default [
  page('sign-in', '280 kB', 'index.html', 'src/features/sign-in/page.tsx', ...LANGUAGE),
  page('Home before its charts', '450 kB', ...shell, 'src/features/home/page.tsx'),
  page('Markets before its chart', '450 kB', ...shell, 'src/features/markets/page.tsx'),
  page('Orders', '450 kB', ...shell, 'src/features/orders/page.tsx'),
  page('Rules', '450 kB', ...shell, 'src/features/rules/page.tsx', '../../packages/rules/src/policy-texts/zh-CN.ts'),
  page('a rule', '450 kB', ...shell, 'src/features/rules/policy-page.tsx', '../../packages/rules/src/policy-texts/zh-CN.ts'),
  page('Shops', '450 kB', ...shell, 'src/features/shops/page.tsx'),
  page('Settings', '450 kB', ...shell, 'src/features/settings/layout.tsx', 'src/features/settings/profile-page.tsx'),
  page('an invitation', '280 kB', 'index.html', 'src/features/invitation/page.tsx', ...LANGUAGE),
  page('charts', '190 kB', 'src/shared/widgets/chart.tsx'),
];
