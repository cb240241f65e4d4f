import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '@anjuan/local';
import { needs } from '../support';
import { clerk, type Clerk } from './clerk';
import { installed } from './installed';
import { screenshot } from './screenshots';

needs('temporal')('In the browser', () => {
  needs('chromium')('the figures of a period, and what stands behind them', () => {
    let product: Awaited<ReturnType<typeof installed>>;
    let at: Clerk;
    const row = (label: string) => at.page.locator('.figures tr.ant-table-row').filter({ has: at.page.getByText(label, { exact: true }) });
    const told = async (label: string) => (await row(label).locator('td').allInnerTexts()).slice(1);
    const bring = (name: string) =>
      promisify(execFile)(process.execPath, ['apps/cli/bin/anjuan.mjs', 'import', join('libs/ledger/test/ledgers', name), '--vouched-by', '案管员02'], {
        cwd: root, env: { ...process.env, DATABASE_URL: product.databaseUrl, ANJUAN_KEY_FILE: join(product.folder, 'installation.key') },
      });
    const listed = async (n: number) => {
      const end = at.drawer.getByText(`已全部列出，共 ${n} 件`);
      const more = at.drawer.getByRole('button', { name: '加载更多' });
      // The button waits for its page, and goes with the last.
      for (await end.or(more).waitFor(); !(await end.isVisible()); await end.or(more).waitFor()) await more.click({ timeout: 2_000 }).catch(() => undefined);
    };

    beforeAll(async () => {
      product = await installed();
      await bring('tianjin-2023-2024.csv');
      await bring('xuzhou-2018.csv');
      // Waits until everything is counted.
      await promisify(execFile)(process.execPath, ['apps/cli/bin/anjuan.mjs', 'figures', '--from', '2018-01-01', '--to', '2018-07-01'], { cwd: root, env: { ...process.env, DATABASE_URL: product.databaseUrl } });
      at = await clerk(product.address, product.folder);
    }, 180_000);
    afterAll(async () => {
      await at?.leave();
      await product?.close();
    }, 60_000);

    test('stand in the menu, and say that nothing happened where nothing did', async () => {
      await at.goTo('/');
      await at.page.getByRole('link', { name: '统计' }).click();
      await row('受理线索（件）').waitFor();
      expect(await told('受理线索（件）')).toEqual(['0', '0', '—']);
    });

    test('are the published ones, beside the year before', async () => {
      await at.goTo('/figures?from=2024-01-01&through=2024-06-30');
      await row('处置线索（件）').waitFor();
      expect(await told('处置线索（件）')).toEqual(['1,218', '862', '+41.3%']);
      expect(await told('立案（件）')).toEqual(['404', '238', '+69.7%']);
      expect(await told('处分（人）')).toEqual(['337', '211', '+59.7%']);
      await at.page.locator('.chart svg').nth(2).waitFor();
      await screenshot(at.page, 'figures', { whole: true });
    });

    test('a click on a number lists the clues behind it, each one click away', async () => {
      await row('审计移交').getByRole('button', { name: '106' }).click();
      await at.drawer.getByText('审计移交：2023-01-01 至 2023-06-30').waitFor();
      await listed(106);
      await at.drawer.getByRole('link').first().click();
      await at.page.waitForURL(/\/clues\/clue-/);
      await at.page.getByText('审计移交').first().waitFor();
      await at.page.goBack();
    });

    test('a click on a bar lists what is open in that stage', async () => {
      await at.goTo('/figures?from=2018-01-01&through=2018-06-30');
      const open = at.page.locator('.ant-card', { hasText: '2018-07-01 零时未办结' });
      await open.locator('.chart svg').waitFor();
      await open.getByText('12', { exact: true }).waitFor();
      await open.getByText('谈话函询').click();
      await at.drawer.getByText('谈话函询：2018-07-01 零时未办结').waitFor();
      await listed(10);
      await at.page.keyboard.press('Escape');
      await at.drawer.waitFor({ state: 'hidden' });
    });

    test('money is told to the fen, and in English too', async () => {
      expect(await told('追缴金额（元）')).toEqual(['2,411,101.95', '0.00', '—']);
      await at.page.getByRole('button', { name: '切换为英文' }).click();
      await at.page.getByRole('heading', { name: 'Figures' }).waitFor();
      expect(await told('Clues disposed of')).toEqual(['256', '0', '—']);
      expect(at.broken).toEqual([]);
    });
  });
});
