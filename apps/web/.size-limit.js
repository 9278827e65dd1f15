// What a reader downloads before a page stands: its chunk and everything that chunk imports, by the build's own
// manifest. Charts, dialogs and other languages come later and are counted by themselves.
import { readFileSync } from 'node:fs';

const dist = new URL('./dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

function filesOf(keys, seen = new Set()) {
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) continue;
    seen.add(key);
    filesOf(chunk.imports ?? [], seen);
  }
  return [...seen].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]);
}

const page = (name, limit, ...keys) => ({
  name,
  path: [...new Set(filesOf(keys))].map((file) => `dist/${file}`),
  limit,
  gzip: true,
});
const always = ['index.html', 'src/shared/i18n/zh-CN.json', '../../node_modules/antd/es/locale/zh_CN.js'];
const shell = [...always, 'src/app/shell/shell.tsx'];

export default [
  page('sign-in', '280 kB', ...always, 'src/features/sign-in/page.tsx'),
  page('Home', '450 kB', ...shell, 'src/features/home/page.tsx'),
  page('Markets before its chart', '450 kB', ...shell, 'src/features/markets/page.tsx'),
  page('Orders', '450 kB', ...shell, 'src/features/orders/page.tsx'),
  page('Shops', '450 kB', ...shell, 'src/features/shops/page.tsx'),
  page('charts', '190 kB', 'src/shared/widgets/chart.tsx'),
];
