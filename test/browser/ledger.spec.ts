import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@anjuan/local';
import { needs } from '../support';
import { clerk, type Clerk } from './clerk';
import { installed } from './installed';
import { screenshot } from './screenshots';

const sample = (name: string) => join(root, 'libs', 'ledger', 'test', 'ledgers', name);

needs('temporal')('In the browser', () => {
  needs('chromium')('a ledger comes in by the page', () => {
    let product: Awaited<ReturnType<typeof installed>>;
    let at: Clerk;
    const choose = (file: string) => at.page.locator('input[type=file]').setInputFiles(file);
    const count = (title: string) => at.page.locator('.ledger-counts .ant-statistic', { hasText: title }).locator('.ant-statistic-content-value').innerText();
    const counts = async () => Object.fromEntries(await Promise.all(['总行数', '可登记', '重复', '空行', '待更正'].map(async (title) => [title, await count(title)])));
    const fault = (number: string) => at.page.locator('.ledger-faults tr.ant-table-row', { hasText: number });

    beforeAll(async () => {
      product = await installed();
      at = await clerk(product.address, product.folder);
    }, 120_000);
    afterAll(async () => {
      await at?.leave();
      await product?.close();
    }, 60_000);

    test('a file that is no ledger is refused in words, and another can be chosen at once', async () => {
      await at.goTo('/');
      await at.page.getByRole('link', { name: '台账导入' }).click();
      const letter = join(product.folder, '通知.csv');
      writeFileSync(letter, '同志们：\n请于周五前报送台账。\n');
      await choose(letter);
      await at.page.getByText('「通知.csv」不能读取').waitFor();
      await at.page.getByText('找不到台账的表头').waitFor();
    });

    test('the sample is told row by row, and each fault stands by row and column in words', async () => {
      await choose(sample('xuzhou-2018.xlsx'));
      await at.page.waitForURL(/\/ledger\/[0-9a-f]{64}$/);
      await at.page.getByText('不能登记的行').waitFor();
      expect(await counts()).toEqual({ 总行数: '271', 可登记: '262', 重复: '2', 空行: '1', 待更正: '6' });
      await fault('徐派-0265').getByText('“处置方式”写的是“另行研究”，不是已知的处置方式').waitFor();
      await fault('徐派-0263').getByText('缺受理日期').waitFor();
      await screenshot(at.page, 'ledger', { whole: true });
    });

    test('a fault is put right in its place and checked at once; what is still wrong is said', async () => {
      const cell = at.page.getByLabel('第 268 行 受理日期');
      await cell.fill('2018-13-01');
      await cell.press('Enter');
      await fault('徐派-0263').getByText('没有这一天').waitFor();
      await cell.fill('2018.1.5');
      await cell.press('Enter');
      await at.page.getByText('第 268 行已可登记').waitFor();
      expect(await counts()).toMatchObject({ 可登记: '263', 待更正: '5' });
    });

    test('a row whose cells contradict each other opens whole', async () => {
      await fault('徐派-0264').locator('.ant-table-row-expand-icon').click();
      const received = at.page.locator('.ledger-cells').getByLabel('受理日期');
      await received.fill('2018-01-20');
      await received.press('Enter');
      await at.page.getByText('第 269 行已可登记').waitFor();
      expect(await counts()).toMatchObject({ 可登记: '264', 待更正: '4' });
    });

    test('only the case supervision office registers it, and what was put right is still there after a reload', async () => {
      await at.page.getByText('台账由案件监督管理室登记').waitFor();
      expect(await at.page.getByRole('button', { name: /登记入库/ }).isDisabled()).toBe(true);
      await at.actAs('P-02');
      await at.page.reload();
      await at.page.getByRole('button', { name: '登记入库（264 行）' }).waitFor();
    });

    test('it is registered, told, and stands in the lists; the same again as csv adds nothing', async () => {
      await at.press(/登记入库/);
      await at.page.getByText('线索：新登记 264 条，原已登记 0 条').waitFor();
      await at.page.getByText('原已登记 0 件').waitFor();
      await at.page.getByRole('link', { name: '查看统计' }).click();
      await at.page.waitForURL(/\/figures/);
      await at.page.goBack();
      await at.press('换一份台账');
      await choose(sample('xuzhou-2018.csv'));
      await at.press(/登记入库/);
      await at.page.getByText('线索：新登记 0 条，原已登记 262 条').waitFor();
      await at.page.getByRole('link', { name: '查看线索' }).click();
      await at.page.locator('.ant-table-row', { hasText: '徐派-' }).first().waitFor();
      expect(at.broken).toEqual([]);
    });

    test('the figures count it, with the two rows that were put right', async () => {
      await at.goTo('/figures?from=2018-01-01&through=2018-06-30');
      await at.page.locator('tr[data-row-key=received]', { hasText: '264' }).waitFor();
      await at.page.locator('tr[data-row-key=sanctionedPersons]', { hasText: '44' }).waitFor();
    });

    test('every word is there in English too', async () => {
      await at.goTo('/ledger');
      await at.page.getByRole('button', { name: '切换为英文' }).click();
      writeFileSync(join(product.folder, 'empty.csv'), '');
      await choose(join(product.folder, 'empty.csv'));
      await at.page.getByText('“empty.csv” cannot be read: The file is empty').waitFor();
      writeFileSync(join(product.folder, 'again.csv'), readFileSync(sample('xuzhou-2018.csv')));
      await choose(join(product.folder, 'again.csv'));
      await at.page.getByText('Clues: 0 registered, 262 there already').waitFor();
      expect(await at.page.locator('.ledger').innerText()).not.toMatch(/登记入库|不能登记/);
    });
  });
});
