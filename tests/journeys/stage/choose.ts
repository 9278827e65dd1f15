import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * The list of a field in a dialog, opened until the option shows. By the arrow key, which opens and never closes: while the dialog is
 * still new it may take the focus back, which closes a list, and a second click would close one that has just opened.
 */
export async function openChoice(page: Page, field: Locator, option: string): Promise<Locator> {
  const dialog = page.getByRole('dialog');
  await dialog.locator('.ant-select-loading').waitFor({ state: 'detached' });
  const wanted = page.locator('.ant-select-item-option').filter({ hasText: option }).first();
  const opened = async () => {
    if (await wanted.isVisible()) return 'open';
    await field.press('ArrowDown');
    return (await wanted.isVisible()) ? 'open' : dialog.innerText();
  };
  await expect.poll(opened).toBe('open');
  return wanted;
}
