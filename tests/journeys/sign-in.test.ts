import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, fillSignIn, openBrowser } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('a wrong password is told plainly, and the right one opens Home', async () => {
  const { page } = await browser.visit();
  await page.goto('/');
  await page.getByLabel('E-mail').waitFor();
  await fillSignIn(page, { ...demo(), password: 'not the password' });
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('E-mail and password do not match. Check both and try again.');
  expect(await page.getByLabel('E-mail').inputValue()).toBe(demo().email);
  await page.getByLabel('Password', { exact: true }).fill(demo().password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('after signing in one stands on the page one had asked for', async () => {
  const { page } = await browser.visit();
  await page.goto('/markets?period=90-days');
  await page.getByLabel('E-mail').waitFor();
  await fillSignIn(page, demo());
  await page.getByRole('heading', { level: 1, name: 'Markets' }).waitFor();
  expect(new URL(page.url()).search).toContain('period=90-days');
});

test('signing out ends the session: nothing comes back by the back button or the old cookie', async () => {
  const { page, context } = await browser.visit({}, await browser.signIn());
  await page.goto('/orders');
  await page.getByTestId('order-row').first().waitFor();
  const cookies = await context.cookies();
  await page.getByTestId('user-menu').click();
  await page.getByTestId('sign-out').click();
  await page.getByLabel('E-mail').waitFor();
  await page.goBack();
  await page.getByLabel('E-mail').waitFor();
  expect(await page.getByTestId('order-row').count()).toBe(0);
  const { page: thief } = await browser.visit({}, cookies);
  await thief.goto('/orders');
  await thief.getByLabel('E-mail').waitFor();
  expect(await thief.getByTestId('order-row').count()).toBe(0);
});
