import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, fillSignIn, openBrowser, settled } from './stage/browser.ts';
import { openChoice } from './stage/choose.ts';
import { addMember } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let owner: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  owner = await browser.signIn();
});
afterAll(() => browser.close());

const newAddress = () => `${randomUUID().slice(0, 8)}@journey.example`;
const PASSWORD = 'a boat without a motor';

/** Somebody of their own for each journey: what one sets for oneself follows to every browser, and the owner is everybody's. */
async function somebody(role: string): Promise<{ email: string; password: string }> {
  const email = newAddress();
  const { password } = await addMember({ name: `Somebody ${role}`, email, role });
  return { email, password };
}

async function choose(page: Page, testId: string, option: string): Promise<void> {
  await (await openChoice(page, page.getByTestId(testId).getByRole('combobox'), option)).click();
}

async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.getByTestId('invite').click();
  await page.getByTestId('invite-email').fill(email);
  await choose(page, 'role-select', role);
  await page.getByTestId('invite-submit').click();
  const link = await page.getByTestId('invite-link').inputValue();
  await page.getByTestId('invite-close').click();
  await page.getByTestId('invite-link').waitFor({ state: 'hidden' });
  return link;
}

test('a colleague is invited, joins in a browser of their own, appears in the list, and is out at once when removed', async () => {
  const { page, troubles } = await browser.visit({}, owner);
  const email = newAddress();
  await page.goto('/settings/colleagues');
  const link = await invite(page, email, 'Warehouse');
  const row = (of: string) => page.locator(`[data-testid="${of}"][data-email="${email}"]`);
  await row('invitation-row').waitFor();

  const { page: theirs } = await browser.visit();
  await theirs.goto(link);
  await theirs.getByRole('heading', { level: 1, name: 'Join Tradewind Demo' }).waitFor();
  expect(await theirs.getByLabel('E-mail').inputValue()).toBe(email);
  await theirs.getByLabel('Your name').fill('林小信');
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByTestId('join').click();
  await theirs.getByRole('heading', { level: 1, name: 'Home' }).waitFor();

  await page.reload();
  await row('member-row').waitFor();
  expect(await row('member-row').textContent()).toMatch(/林小信.*Warehouse.*Here now/);
  expect(await row('invitation-row').count()).toBe(0);

  const { page: late } = await browser.visit();
  await late.goto(link);
  await late.getByText('This invitation is no longer open').waitFor();

  await row('member-row').getByTestId('remove-member').click();
  await page.getByTestId('remove-confirm').click();
  await row('member-row').waitFor({ state: 'detached' });
  await theirs.goto('/orders');
  await theirs.getByLabel('E-mail').waitFor();
  expect(troubles).toEqual([]);
});

test('an invitation that is taken back opens nothing', async () => {
  const { page } = await browser.visit({}, owner);
  const email = newAddress();
  await page.goto('/settings/colleagues');
  const link = await invite(page, email, 'Finance');
  const row = page.locator(`[data-testid="invitation-row"][data-email="${email}"]`);
  await row.getByTestId('revoke-invitation').click();
  await row.waitFor({ state: 'detached' });
  const { page: theirs } = await browser.visit({ locale: 'zh-CN' });
  await theirs.goto(link);
  await theirs.getByText('邀请已失效').waitFor();
});

test('the last owner stays owner, and the page says why', async () => {
  const { page } = await browser.visit({}, owner);
  await page.goto('/settings/colleagues');
  await page.locator(`[data-testid="member-row"][data-email="${demo().email}"]`).getByTestId('change-member').click();
  await choose(page, 'role-select', 'Viewer');
  await page.getByTestId('member-save').click();
  await page.getByRole('dialog').getByText('A merchant needs one owner').waitFor();
});

test('a viewer finds neither colleagues nor keys in Settings, and their addresses say which right is missing', async () => {
  const { page } = await browser.visit({}, await browser.signIn(await somebody('viewer')));
  await page.goto('/settings/colleagues');
  await page.getByText('Your role does not include this').waitFor();
  expect(await page.getByTestId('member-row').count()).toBe(0);
  expect(await page.getByTestId('invite').count()).toBe(0);
  expect(await page.getByTestId('settings-colleagues').count()).toBe(0);
  await page.goto('/settings/api-keys');
  await page.getByText('Your role does not include this').waitFor();
  expect(await page.getByTestId('make-key').count()).toBe(0);
});

test('a session ended here is out there, and a new password puts out the rest', async () => {
  const person = await somebody('viewer');
  const { page } = await browser.visit({}, await browser.signIn(person));
  const [{ page: lost }, { page: spare }] = [
    await browser.visit({}, await browser.signIn(person)),
    await browser.visit({}, await browser.signIn(person)),
  ];
  const isOut = async (which: Page) => {
    await which.goto('/shops');
    await which.locator('h1').first().waitFor();
    return new URL(which.url()).pathname === '/sign-in';
  };
  await page.goto('/settings/sessions');
  await page.getByTestId('session-row').nth(2).waitFor();
  expect(await page.getByTestId('session-row').first().textContent()).toMatch(/Chrome \d+ · Linux.*This one/);
  // Newest first after this one: the spare, then the lost.
  await page.getByTestId('session-row').nth(2).getByTestId('end-session').click();
  await page.getByTestId('session-row').nth(2).waitFor({ state: 'detached' });
  expect([await isOut(lost), await isOut(spare)]).toEqual([true, false]);

  const form = page.getByTestId('password-form');
  await form.getByLabel('Current password').fill('not the password');
  await form.getByLabel('New password').fill(PASSWORD);
  await page.getByTestId('change-password').click();
  await form.getByText('This is not your current password.').waitFor();
  await form.getByLabel('Current password').fill(person.password);
  await page.getByTestId('change-password').click();
  await page.getByText('Your password is changed').waitFor();
  expect([await isOut(spare), await isOut(page)]).toEqual([true, false]);
  await fillSignIn(spare, { email: person.email, password: PASSWORD });
  await spare.getByRole('heading', { level: 1, name: 'Shops' }).waitFor();
});

test('language, time zone and appearance set once are there in a fresh browser', async () => {
  const person = await somebody('operations');
  const { page } = await browser.visit({}, await browser.signIn(person));
  await page.goto('/settings/profile');
  await page.getByTestId('profile-zone').click();
  await page.keyboard.type('Tokyo');
  await page.keyboard.press('Enter');
  await page.getByTestId('zone-now').getByText('(UTC+9)').waitFor();
  await page.getByText('Dark', { exact: true }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await choose(page, 'profile-language', '简体中文');
  await page.getByRole('heading', { level: 1, name: '个人资料' }).waitFor();
  await page.getByText('已保存，所有浏览器同步生效').waitFor();

  const { page: fresh } = await browser.visit();
  await fresh.goto('/sign-in?next=%2Fsettings%2Fprofile');
  await fillSignIn(fresh, person);
  await fresh.getByRole('heading', { level: 1, name: '个人资料' }).waitFor();
  await settled(fresh);
  expect(await fresh.getByTestId('zone-now').textContent()).toContain('UTC+9');
  expect(await fresh.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual(['zh-CN', 'dark']);
});

test('a key is shown once, works, and works no more when revoked', async () => {
  const { page } = await browser.visit({}, owner);
  await page.goto('/settings/api-keys');
  await page.getByTestId('make-key').click();
  const name = `ERP ${randomUUID().slice(0, 8)}`;
  await page.getByTestId('key-name').fill(name);
  await page.getByRole('checkbox', { name: 'see shops' }).check();
  await page.getByTestId('key-submit').click();
  const key = await page.getByTestId('key-value').inputValue();
  const asks = async () => (await fetch(`${demo().url}/api/v1/shops`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await asks()).toBe(200);
  await page.getByTestId('key-close').click();
  const row = page.locator(`[data-testid="key-row"][data-name="${name}"]`);
  await row.getByTestId('revoke-key').click();
  await page.getByTestId('revoke-key-confirm').click();
  await row.getByText('Revoked').waitFor();
  expect(await asks()).toBe(401);
});
