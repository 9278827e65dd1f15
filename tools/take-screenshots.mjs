// Takes the pictures of docs/screenshots from a running demo: `node tools/take-screenshots.mjs [DATA_DIR]`, after its history is in.
// Real pages in a real browser: sign-in by the form, language and appearance as a reader would have stored them.
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from './find-browser.mjs';

const FOLDER = 'docs/screenshots';
const LARGEST_BYTES = 320_000;
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Twenty at most: pictures are looked at again with every change of a page. */
const PICTURES = [
  { page: 'home', language: 'en', theme: 'light' },
  { page: 'home', language: 'zh-CN', theme: 'light' },
  { page: 'markets', language: 'en', theme: 'light' },
  { page: 'markets', language: 'zh-CN', theme: 'dark' },
  { page: 'shops', language: 'en', theme: 'light' },
  { page: 'orders', language: 'en', theme: 'light' },
  { page: 'order', language: 'en', theme: 'light' },
  { page: 'desk', language: 'en', theme: 'light' },
  { page: 'delivery', language: 'en', theme: 'light' },
  { page: 'inbox', language: 'en', theme: 'light' },
  { page: 'performance', language: 'en', theme: 'light' },
  { page: 'shop-performance', language: 'zh-CN', theme: 'dark' },
  { page: 'penalties', language: 'en', theme: 'light' },
  { page: 'compliance', language: 'en', theme: 'light' },
  { page: 'rule', language: 'zh-CN', theme: 'light' },
  { page: 'next-market', language: 'en', theme: 'light' },
  { page: 'us-to-mexico', language: 'en', theme: 'dark' },
  { page: 'fees', language: 'en', theme: 'light' },
  { page: 'home', language: 'en', theme: 'light', phone: true },
  { page: 'home', language: 'zh-CN', theme: 'dark', phone: true },
];

const demo = JSON.parse(readFileSync(join(process.argv[2] ?? process.env.DATA_DIR ?? '.tradewind', 'demo.json'), 'utf8'));

async function api(path) {
  const answer = await fetch(`${demo.url}/api/v1${path}`, { headers: { authorization: `Bearer ${demo.apiKey}` } });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}

async function signIn(browser) {
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  await page.goto(`${demo.url}/sign-in`);
  await page.locator('input[type="email"], input[autocomplete~="username"]').first().fill(demo.email);
  await page.locator('input[type="password"]').fill(demo.password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname === '/');
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A page is finished when nothing is a skeleton any more and its fonts and charts have come to rest. */
async function settle(page) {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"], .ant-skeleton, .skeleton').length === 0);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(1_500);
}

async function take(browser, { storageState, picture, paths }) {
  const { page: name, language, theme, phone = false } = picture;
  const context = await browser.newContext({
    storageState,
    viewport: phone ? PHONE : DESK,
    locale: language,
    isMobile: phone,
    hasTouch: phone,
  });
  await context.addInitScript((preferences) => localStorage.setItem('tradewind.preferences', JSON.stringify(preferences)), {
    language,
    theme,
  });
  const page = await context.newPage();
  await page.goto(`${demo.url}${paths[name]}`);
  await settle(page);
  const file = join(FOLDER, `${name}${phone ? '-phone' : ''}-${language}-${theme}.png`);
  await page.screenshot({ path: file });
  await context.close();
  const { size } = statSync(file);
  console.log(`${file}  ${Math.round(size / 1000)} kB`);
  if (size > LARGEST_BYTES) throw new Error(`${file} is larger than ${LARGEST_BYTES / 1000} kB`);
}

if (!demo.backfill.finishedAt) throw new Error('the history is still coming in: wait until demo.json says when it finished');
const { items } = await api('/orders?limit=200&status=delivered');
// One with several lines and a discount of the platform tells more.
const order =
  items.find((one) => one.lineCount > 1 && one.total.amount < one.gmv.amount) ?? items.find((one) => one.lineCount > 1) ?? items[0];
const british = (await api('/performance')).items.find(({ shop }) => shop.market === 'GB');
const [chat] = (await api('/conversations?isWaiting=true&limit=1')).items;
const paths = {
  home: '/',
  markets: '/markets',
  shops: '/shops',
  orders: '/orders',
  order: `/orders/${order.id}`,
  performance: '/performance',
  'shop-performance': `/performance/${british.shop.id}`,
  penalties: '/penalties',
  compliance: '/compliance',
  rule: '/rules/store-opening',
  'next-market': '/openings?view=next',
  'us-to-mexico': '/openings/programmes/us-to-mexico',
  fees: '/money/fees',
  desk: '/orders/desk?bucket=to-pack',
  delivery: '/orders/delivery?days=90',
  inbox: `/inbox?open=${chat.id}`,
};

const { path: executablePath, problem } = await findBrowser();
if (!executablePath) throw new Error(problem ?? 'no browser found: set CHROMIUM_PATH');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const storageState = await signIn(browser);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const picture of PICTURES) await take(browser, { storageState, picture, paths });
} finally {
  await browser.close();
}
