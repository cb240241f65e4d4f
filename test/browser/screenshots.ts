import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@anjuan/local';
import type { Page } from 'playwright-core';

const folder = join(root, 'docs', 'screenshots');

/** Pictures for the documents, taken again with ANJUAN_SCREENSHOTS=1; a usual run leaves them alone. */
export const screenshot = async (page: Page, name: string, { whole = false } = {}): Promise<void> => {
  if (process.env.ANJUAN_SCREENSHOTS !== '1') return;
  mkdirSync(folder, { recursive: true });
  await page.locator('.ant-message-notice').first().waitFor({ state: 'detached' });
  const usual = page.viewportSize() ?? { width: 1360, height: 900 };
  await page.evaluate('window.scrollTo(0, 0)');
  // A tall window, not a stitched picture: what sticks to its lower edge stays there.
  if (whole) await page.setViewportSize({ ...usual, height: Number(await page.evaluate('document.documentElement.scrollHeight')) });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  if (whole) await page.setViewportSize(usual);
};
