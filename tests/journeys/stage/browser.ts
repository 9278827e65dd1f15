/**
 * A browser as a reader has it: language and colours come from its own settings, not from our storage. Everything that
 * goes wrong behind the page (console errors, uncaught exceptions, policy violations, refused requests) is gathered,
 * because a reader would not see it and a page that "looks fine" must not hide it.
 */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Demo } from './demo.ts';

export type Look = { locale?: 'en-GB' | 'zh-CN'; colorScheme?: 'light' | 'dark'; width?: number };
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
export type Visitor = { page: Page; context: BrowserContext; troubles: string[] };
type Credentials = { email: string; password: string };

/** The workbench of this worker: the runner counts those that run at a time from 1, and a file has its own as long as it runs. */
export function demo(): Demo {
  const own = inject('demos')[Number(process.env.VITEST_POOL_ID) - 1];
  if (!own) throw new Error(`There is no workbench for worker ${process.env.VITEST_POOL_ID}.`);
  return own;
}

/** Of the worker's workbench, or of one that a file has started for itself. */
export async function openBrowser(own: Demo = demo()): Promise<{
  visit: (look?: Look, cookies?: Cookies) => Promise<Visitor>;
  signIn: (credentials?: Credentials) => Promise<Cookies>;
  close: () => Promise<void>;
}> {
  // Chromium's own sandbox needs rights that containers do not give.
  const browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: ['--no-sandbox'] });
  return {
    visit: (look = {}, cookies = []) => visit({ browser, url: own.url, look, cookies }),
    signIn: (credentials = own) => signIn({ browser, url: own.url }, credentials),
    close: () => browser.close(),
  };
}

type At = { browser: Browser; url: string };

async function visit({ browser, url, look = {}, cookies = [] }: At & { look?: Look; cookies?: Cookies }): Promise<Visitor> {
  const { locale = 'en-GB', colorScheme = 'light', width = 1440 } = look;
  const context = await browser.newContext({
    baseURL: url,
    locale,
    colorScheme,
    viewport: { width, height: width < 600 ? 844 : 900 },
    timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(20_000);
  await context.addCookies(cookies);
  const page = await context.newPage();
  return { page, context, troubles: await listenForTroubles(page, url) };
}

/** Signed out, `me` answers 401: that is how the page learns it, and Chromium writes every 401 to the console. */
const isExpected = (url: string, status: number) => status === 401 && new URL(url).pathname === '/api/v1/me';

async function listenForTroubles(page: Page, own: string): Promise<string[]> {
  const troubles: string[] = [];
  const at = () => page.url().replace(own, '');
  page.on('pageerror', (error) => troubles.push(`${at()}: uncaught ${error.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() !== 'error' || (/status of 401/.test(message.text()) && url !== '' && isExpected(url, 401))) return;
    troubles.push(`${at()}: console: ${message.text()}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 400 && !isExpected(answer.url(), answer.status())) troubles.push(`${at()}: ${answer.status()} ${answer.url()}`);
  });
  page.on('request', (request) => {
    if (request.url().includes('/csp-reports')) troubles.push(`${at()}: CSP report ${request.postData()}`);
  });
  await page.exposeFunction('tellViolation', (text: string) => troubles.push(`${at()}: CSP ${text}`));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      // The function is put there one line above the script.
      const tell = (globalThis as unknown as { tellViolation: (text: string) => void }).tellViolation;
      tell(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return troubles;
}

/** Once through the real form; the cookies then serve every page of a file, as one sign-in serves a person's day. */
async function signIn(at: At, credentials: Credentials): Promise<Cookies> {
  const { page, context } = await visit(at);
  await page.goto('/sign-in');
  await fillSignIn(page, credentials);
  // The first page of a workbench whose history has only just come in, on a machine that starts two of them.
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor({ timeout: 60_000 });
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

export async function fillSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A page is there when its heading is and nothing of it is still a grey bar. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.skeleton').length === 0);
}
