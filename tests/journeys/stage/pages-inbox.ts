import type { Page } from 'playwright-core';
import { at, failing, type Place } from './place.ts';

/** Written by somebody who has bought here. */
export const chatWithOrders = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const get = async (path) => (await fetch('/api/v1' + path)).json();
    for (const { id } of (await get('/conversations?limit=50')).items)
      if ((await get('/conversations/' + id + '/orders')).items.length > 0) return id;
    return '';
  })()`);

/** What buyers say, and how the team shares it. */
export const inboxPages: readonly Place[] = [
  { name: 'the inbox', open: at('/inbox') },
  { name: 'the inbox without rows', open: at('/inbox?q=nothing-is-called-so') },
  { name: 'the inbox when the server fails', refused: true, open: failing('/inbox', '**/api/v1/conversations?*') },
  {
    name: 'a conversation',
    open: at('/inbox?view=all', async (page) => {
      await page.getByTestId('conversation').first().click();
      await page.getByTestId('message').first().waitFor();
    }),
  },
  {
    name: 'a saved reply being written',
    open: at('/inbox?view=all', async (page) => {
      await page.getByTestId('conversation').first().click();
      await page.getByTestId('saved-replies').click();
      await page.getByTestId('new-reply').click();
      await page.getByTestId('reply-editor').waitFor();
    }),
  },
  {
    name: 'macros, and one being written',
    open: at('/inbox?view=all', async (page) => {
      await page.getByTestId('conversation').first().click();
      await page.getByTestId('macros').click();
      await page.getByTestId('new-macro').click();
      await page.getByTestId('add-act').click();
      await page.getByRole('menuitem').first().click();
      await page.getByTestId('act-reply').waitFor();
    }),
  },
  {
    name: 'labels of conversations',
    open: at('/inbox?view=all', async (page) => {
      await page.getByTestId('conversation').first().click();
      await page.getByTestId('label-picker').click();
      await page.getByTestId('manage-labels').click();
      await page.getByTestId('label-book').waitFor();
    }),
  },
  { name: 'assignment of conversations', open: at('/inbox/rules') },
  { name: 'assignment when the server fails', refused: true, open: failing('/inbox/rules', '**/api/v1/assignment-rules*') },
  {
    name: 'a new assignment rule, tried',
    open: at('/inbox/rules', async (page) => {
      await page.getByTestId('new-assignment-rule').first().click();
      await page.getByTestId('assignment-rule-name').fill('In turn');
      await page.getByTestId('assignment-rule-agents').click();
      await page.locator('.ant-select-item-option').first().click();
      await page.keyboard.press('Escape');
      await page.getByTestId('try-assignment-rule').click();
      await page.getByTestId('trial-summary').waitFor();
    }),
  },
  { name: 'working hours', open: at('/inbox/hours') },
  { name: 'working hours when the server fails', refused: true, open: failing('/inbox/hours', '**/api/v1/working-hours*') },
  {
    name: 'hours of a shop being set',
    open: at('/inbox/hours', async (page) => {
      await page.getByTestId('edit-hours').first().click();
      await page.getByTestId('hours-editor').waitFor();
    }),
  },
  { name: 'what is known', open: at('/inbox/knowledge') },
  { name: 'what is known when the server fails', refused: true, open: failing('/inbox/knowledge', '**/api/v1/knowledge-entries*') },
  { name: 'what is being written down', open: at('/inbox/knowledge?add=true') },
  { name: 'who answered in time', open: at('/inbox/report?days=90') },
  { name: 'who answered in time, by market', open: at('/inbox/report?by=market') },
  { name: 'who answered in time when the server fails', refused: true, open: failing('/inbox/report', '**/api/v1/reply-report*') },
  {
    name: 'an order beside its buyer',
    open: at('/inbox', async (page) => {
      await page.goto(`/inbox?view=all&open=${await chatWithOrders(page)}`);
      await page.getByTestId('message').first().waitFor();
      // On a phone the buyer's side is a drawer.
      if ((await page.getByTestId('show-buyer').count()) > 0) await page.getByTestId('show-buyer').click();
      await page.getByTestId('open-order').first().click();
      await page.getByTestId('inbox-order-drawer').getByRole('heading').first().waitFor();
    }),
  },
  {
    name: 'a suggested reply',
    open: at('/inbox?view=all', async (page) => {
      await page.getByTestId('conversation').first().click();
      await page.getByTestId('suggest').click();
      // Or why there is none, where the last words are a picture.
      await page.locator('.suggestion:not([role=status])').waitFor();
    }),
  },
];
