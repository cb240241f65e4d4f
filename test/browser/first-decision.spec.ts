import { needs } from '../support';
import { clerk, type Clerk } from './clerk';
import { installed } from './installed';
import { screenshot } from './screenshots';

/** The office's date; the limits of the form are counted from it. */
const officeDate = (days = 0) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + days * 86_400_000));

needs('temporal')('In the browser', () => {
  needs('chromium')('a clue comes in by the form and goes to its first decision', () => {
    let product: Awaited<ReturnType<typeof installed>>;
    let at: Clerk;
    const ask = async (path: string) => (await (await fetch(`${product.address}/api${path}`)).json()) as { items: unknown[]; stage: string; facts: { field: string; sealed?: true; value: unknown }[]; papers: { sha256: string }[] };
    const clue = () => new URL(at.page.url()).pathname;

    beforeAll(async () => {
      product = await installed();
      at = await clerk(product.address, product.folder);
    }, 120_000);
    afterAll(async () => {
      await at?.leave();
      await product?.close();
    }, 60_000);

    test('an empty ledger is praised, not blank', async () => {
      await at.goTo('/');
      await at.page.getByText('没有待办线索').waitFor();
      await at.page.getByRole('link', { name: '登记线索' }).first().click();
      await at.field('标题').waitFor();
    });

    test('a form left half empty says which fields are missing, and sends nothing', async () => {
      await at.submit().click();
      await at.page.getByText('请填写「标题」').waitFor();
      expect((await ask('/clues')).items).toEqual([]);
    });

    test('what was begun is still there after a look elsewhere, and the browser asks before a reload takes it away', async () => {
      const asked: string[] = [];
      const heard = new Promise<void>((resolve) => at.page.once('dialog', (dialog) => {
        asked.push(dialog.type());
        void dialog.dismiss().then(resolve);
      }));
      await at.field('标题').fill('只写了一半');
      await at.date('受理日期', officeDate());
      await at.page.getByRole('link', { name: '案件', exact: true }).click();
      await at.page.getByText('没有在办案件').waitFor();
      await at.page.goBack();
      await at.field('标题').waitFor();
      expect([await at.field('标题').inputValue(), await at.field('受理日期').inputValue()]).toEqual(['只写了一半', officeDate()]);
      await at.field('标题').fill('只写了一半多');
      await Promise.all([heard, at.page.reload({ timeout: 3_000 }).catch(() => undefined)]);
      expect(asked).toEqual(['beforeunload']);
      expect(await at.field('标题').inputValue()).toBe('只写了一半多');
    });

    test('a date is taken as people type it; one that never was is not', async () => {
      const ways = ['2026-03-05', '2026-3-5', '20260305', '2026/03/05', '2026/3/5', '2026.03.05', '2026.3.5', '2026年03月05日', '2026年3月5日'];
      for (const way of [...ways, '2026-02-30']) {
        await at.date('受理日期', officeDate());
        await at.date('受理日期', way);
        await at.field('标题').click();
        expect([way, await at.field('受理日期').inputValue()]).toEqual([way, way === '2026-02-30' ? officeDate() : '2026-03-05']);
      }
    });

    test('nothing of a text too long is cut off unseen', async () => {
      await at.field('反映的主要问题').fill('文'.repeat(4_001));
      await at.page.getByText('最多 4000 字').waitFor();
      expect((await at.field('反映的主要问题').inputValue()).length).toBe(4_001);
    });

    test('what the rules refuse stands at its field, in the language chosen, and nothing that was typed is lost', async () => {
      await at.field('线索编号').fill('信〔2026〕17号');
      await at.date('受理日期', officeDate(3));
      await at.field('标题').fill('反映某局办公设备采购问题');
      await at.field('反映的主要问题').fill('反映被反映人0001在办公设备采购中收受供应商礼金，并在验收环节放宽标准。'.repeat(20));
      await at.field('被反映人（代号）').fill('被反映人0001');
      await at.field('单位').fill('某局');
      await at.pick('干部层级', '一般干部');
      await at.answer('实名举报', '是');
      await at.field('举报人姓名').fill('举报人0001');
      await at.field('举报人联系方式').fill('电话0001');
      await at.answer('管辖', '本机关管辖');
      await at.answer('重要事项', '否');
      await at.answer('举报涉及', '一般对象');
      await screenshot(at.page, 'intake', { whole: true });
      await at.submit().click();
      await at.page.locator('.ant-form-item', { hasText: '受理日期' }).locator('.ant-form-item-explain', { hasText: '晚于登记日期' }).waitFor();
      await screenshot(at.page, 'refusal', { whole: true });
      await at.page.getByRole('button', { name: '切换为英文' }).click();
      await at.page.locator('.ant-form-item', { hasText: 'Received on' }).locator('.ant-form-item-explain', { hasText: 'after it was registered' }).waitFor();
      expect(await at.field('Title').inputValue()).toBe('反映某局办公设备采购问题');
      expect(await at.field('Informant: name').inputValue()).toBe('举报人0001');
      await at.page.getByRole('button', { name: 'Switch to Chinese' }).click();
      expect((await ask('/clues')).items).toEqual([]);
    });

    test('a double click registers one clue; its page shows stage, limits and who is to act; the informant is sealed', async () => {
      await at.date('受理日期', officeDate());
      await at.submit().dblclick();
      await at.page.waitForURL(/\/clues\/clue-[a-z2-7]{26}$/);
      await at.standsAt('已登记');
      expect((await ask('/clues')).items).toHaveLength(1);
      await at.page.locator('.clocks-card').getByText('告知实名举报人受理').waitFor();
      await at.page.locator('.clocks-card').getByText('信访室告知受理').waitFor();
      await at.page.getByText('应由案件监督管理室办理').first().waitFor();
      expect(await at.page.getByRole('button', { name: '分办', exact: true }).isDisabled()).toBe(true);
      expect(await at.page.content()).not.toContain('举报人0001');
      expect((await ask(clue())).facts.find(({ field }) => field === 'informantName')).toMatchObject({ sealed: true, value: { sealed: true } });
    });

    test('a long text leaves its neighbours room, and a narrow window needs no scrolling sideways', async () => {
      const widths = await at.page.locator('.field-table td').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width));
      expect(Math.min(...widths)).toBeGreaterThan(300);
      await at.page.setViewportSize({ width: 390, height: 800 });
      expect(await at.page.locator('html').evaluate((html) => html.scrollWidth)).toBe(390);
      expect((await at.page.locator('.nav').boundingBox())?.x).toBeLessThan(20);
      await at.page.setViewportSize({ width: 1360, height: 900 });
    });

    test('a paper that is missing is named; the file stays here and its checksum goes along', async () => {
      await at.actAs('P-02');
      await at.step('分办', async () => {
        await at.pick('承办部门', '第三审查调查室', at.drawer);
        await at.drawer.locator('button[type=submit]').click();
        await at.page.getByText('请选择「线索分办单」文件').waitFor();
        await at.paper('线索分办单');
      });
      await at.page.locator('.proposal', { hasText: '现待 机关主要负责人 签批' }).waitFor();
      expect(await at.page.getByRole('button', { name: '同意', exact: true }).isDisabled()).toBe(true);
    });

    test('the chief signs, and the clue is assigned at once', async () => {
      await at.actAs('P-11');
      await screenshot(at.page, 'proposal');
      await at.step('同意', async () => undefined);
      await at.standsAt('已分办');
      expect((await ask(clue())).papers).toMatchObject([{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }]);
    });

    test('the department assesses it and proposes to verify; the leader decides', async () => {
      await at.actAs('P-03');
      await at.step('开始研判', () => at.field('专人保管', at.drawer).fill('P-03'));
      await at.standsAt('研判处置');
      await screenshot(at.page, 'clue');
      await at.step('处置：初步核实', async () => {
        await at.persons('核查组成员', ['P-03', 'P-04']);
        await at.paper('处置意见');
        await at.paper('初步核实工作方案');
        await screenshot(at.page, 'step');
      });
      await at.actAs('P-10');
      await at.step('同意', () => at.field('审批意见', at.drawer).fill('同意核实'));
      await at.standsAt('初步核实');
      expect((await ask(clue())).stage).toBe('preliminaryVerification');
      await at.page.locator('.history-card').getByText('审批：机关分管负责人 P-10').waitFor();
    });

    test('the list shows it by number and by what is due soonest', async () => {
      await at.goTo('/clues');
      await at.page.getByRole('link', { name: '信〔2026〕17号' }).waitFor();
      await at.page.getByText(/剩 \d+ 天/).first().waitFor();
      await screenshot(at.page, 'list');
    });

    test('a page that is open keeps what it shows when nobody answers any more, and says so until somebody does', async () => {
      const lost = at.page.locator('.waiting-failed', { hasText: '服务没有应答' });
      // The list tells the stage as well: of the page itself only its own heading says that it is there.
      const pages = [['线索', '信〔2026〕17号', () => at.page.getByRole('link', { name: '信〔2026〕17号' }).waitFor()], ['信〔2026〕17号', '初步核实', () => at.standsAt('初步核实')]] as const;
      for (const [link, shown, arrived] of pages) {
        await at.page.getByRole('link', { name: link }).first().click();
        await arrived();
        await at.page.route('**/api/**', (route) => route.abort());
        await at.page.locator('html').evaluate((html) => html.ownerDocument.defaultView?.dispatchEvent(new Event('visibilitychange')));
        await lost.waitFor();
        expect(await at.page.getByText(shown).count()).toBeGreaterThan(0);
        await at.page.unroute('**/api/**');
        await at.press('重试');
        await lost.waitFor({ state: 'detached' });
      }
      expect(at.broken).toEqual([]);
    });

    test('a page that breaks says so and takes nothing with it: the others are there, and so is it when it is tried again', async () => {
      await at.goTo('/clues');
      await at.page.route('**/api/clues/clue-*', (route) => route.fulfill({ json: { stream: 'no matter as the page knows one' } }));
      await at.page.getByRole('link', { name: '信〔2026〕17号' }).click();
      const broken = at.page.locator('.broken-page', { hasText: '本页出现故障' });
      await broken.waitFor();
      await at.page.getByRole('link', { name: '案件', exact: true }).click();
      await broken.waitFor({ state: 'detached' });
      await at.page.getByRole('link', { name: '线索', exact: true }).click();
      await at.page.getByRole('link', { name: '信〔2026〕17号' }).click();
      await broken.waitFor();
      await at.page.unroute('**/api/clues/clue-*');
      await at.press('重试');
      await at.standsAt('初步核实');
      expect(at.broken).toEqual([]);
    });
  });
});
