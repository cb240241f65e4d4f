import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { breaks } from '../journeys/support/breaks';
import { eventually } from '../journeys/support/eventually';
import { filingProposed } from '../journeys/support/filing-proposed';
import { accepted, done, http, type Http } from '../journeys/support/http';
import { accusation, people } from '../journeys/support/people';
import { needs } from '../support';
import { clerk, type Clerk } from './clerk';
import { installed } from './installed';
import { screenshot } from './screenshots';

const today = (days = 0) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

needs('temporal')('In the browser', () => {
  needs('chromium')('whoever supervises cases sees what does not move, helps, and sees whether it helped', () => {
    let product: Awaited<ReturnType<typeof installed>>;
    let broken: ReturnType<typeof breaks>;
    let api: Http;
    let at: Clerk;
    let temporal: Connection;

    beforeAll(async () => {
      product = await installed();
      broken = breaks(product.databaseUrl);
      api = http(product.address);
      temporal = await Connection.connect({ address: product.temporalAddress });
      at = await clerk(product.address, product.folder);
      await at.goTo('/stuck');
      await at.actAs('P-02');
    }, 120_000);
    afterEach(() => at.page.unrouteAll());
    afterAll(async () => {
      await at?.leave();
      await temporal?.close();
      await product?.close();
    }, 60_000);

    /** The line of the matter under its cause, looked for again until it is there. */
    const line = (stream: string) => at.page.locator('.stuck tbody tr').filter({ has: at.page.locator(`a[href$="${stream}"]`) });
    const found = async (cause: string, label: string, stream: string) => {
      await at.goTo(`/stuck?cause=${cause}`);
      await eventually(async () => {
        await at.press('立即核对');
        return line(stream).first().waitFor({ timeout: 2_000 }).then(() => true, () => false);
      }, `${stream} to be listed`);
      await at.page.locator('.stuck-groups label', { hasText: label }).waitFor();
    };
    const help = async (stream: string, button: string, reason: string) => {
      await line(stream).getByRole('button', { name: button, exact: true }).click();
      await at.field('理由', at.drawer).fill(reason);
      await at.drawer.locator('button[type=submit]').click();
      await at.drawer.waitFor({ state: 'hidden' });
    };
    const shows = (stream: string, outcome: string) => line(stream).locator('.ant-tag', { hasText: outcome }).waitFor({ timeout: 60_000 });
    const registered = async (title: string, receivedOn = today()): Promise<string> => (await accepted(api.register(people.petition, accusation(receivedOn, { title })), 'register')).body.receipt.stream;

    test('a failing activity: retried too early the cause is still there, mended it is healed', async () => {
      const { clue, file } = await filingProposed(api, `立〔2026〕${randomUUID()}号`);
      await broken.caseFails('53100');
      await accepted(file(randomUUID()), 'file');
      await found('activityFailing', '系统动作反复失败', clue);
      await line(clue).getByText('「立案建档」办成').waitFor();
      await help(clue, '重试', '磁盘已满，先试一次');
      await shows(clue, '原因未除');
      await screenshot(at.page, 'stuck');
      await broken.caseWorks();
      await help(clue, '重试', '已扩容');
      await shows(clue, '已恢复');
      await line(clue).getByRole('link', { name: '去案卷办理' }).click();
      const history = at.page.locator('.history-card');
      await history.getByText('干预结果：已恢复').waitFor();
      await history.getByText('已扩容').waitFor();
      await at.page.locator('.linked').getByRole('link').waitFor();
    }, 120_000);

    test('a parked stream is read again when its event can be', async () => {
      const clue = await registered('反映某所收费问题');
      await broken.rowRefused(clue);
      await done(api, people.petition, clue, 'tellAcceptance');
      await found('streamParked', '事件读不下去', clue);
      await broken.rowTaken();
      await help(clue, '重新读取事件', '约束已去除');
      await shows(clue, '已恢复');
    }, 120_000);

    test('a deleted workflow is rebuilt from the events', async () => {
      const clue = await registered('反映某站用车问题');
      const client = new Client({ connection: temporal });
      const runs = async () => (await client.workflow.getHandle(clue).describe().catch(() => undefined))?.status.name === 'RUNNING';
      await eventually(runs, 'the workflow');
      await temporal.workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: { workflowId: clue } });
      await eventually(async () => !(await runs()), 'the workflow to be gone');
      await found('workflowMissing', '流程丢失', clue);
      await help(clue, '由事件重建流程', '误删');
      await shows(clue, '已恢复');
      expect(await runs()).toBe(true);
    }, 120_000);

    test('an expired clock is met by the office that owes the act', async () => {
      const clue = await registered('反映某校招生问题', today(-60));
      await found('clockBreached', '已超期', clue);
      await line(clue).filter({ hasText: '告知' }).getByRole('link', { name: '去案卷办理' }).click();
      await at.actAs('P-01');
      await at.step('告知举报人已受理', async () => undefined);
      await at.goTo('/stuck?cause=clockBreached');
      await line(clue).filter({ hasText: '告知' }).locator('.ant-tag', { hasText: '已恢复' }).waitFor({ timeout: 60_000 });
      await at.actAs('P-02');
    }, 120_000);

    test('what cannot be read is not praised for being empty, and a look that nobody answers says so', async () => {
      await at.page.route('**/api/stuck/cases*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ detail: '存储暂不可用' }) }));
      await at.goTo('/stuck?cause=clockBreached');
      await at.page.locator('.waiting-failed', { hasText: '存储暂不可用' }).waitFor();
      expect(await at.page.getByText('没有卡滞的案件').count()).toBe(0);
      await at.page.unroute('**/api/stuck/cases*');
      await at.press('重试');
      await at.page.locator('.waiting-failed').waitFor({ state: 'detached' });
      await at.page.locator('.stuck tbody tr.ant-table-row').first().waitFor();
      await at.page.route('**/api/stuck/look', (route) => route.abort());
      await at.press('立即核对');
      await at.page.locator('.waiting-failed', { hasText: '服务没有应答' }).waitFor();
    });

    test('an address older than what is stuck leads to what is', async () => {
      await at.goTo('/stuck?cause=nobodyKnows');
      await at.page.locator('.stuck tbody tr.ant-table-row').first().waitFor();
    });

    test('a proposal whose signer is recused is withdrawn by who proposed it', async () => {
      const clue = await registered('反映某队执法问题');
      const recusal = { person: people.chief.person, post: 'chief', kind: 'self', ground: '与被反映人系近亲属' };
      await done(api, people.supervision, clue, 'recuse', { asked: recusal }, [people.upperOrgan]);
      await done(api, people.supervision, clue, 'assignClue', { asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] });
      await found('approverBarred', '无人可签批', clue);
      await line(clue).getByText('已知任此职的 P-11 均不得签批').waitFor();
      await line(clue).getByRole('link', { name: '去案卷办理' }).click();
      await at.step('撤回', () => at.field('理由', at.drawer).fill('签批人回避，另行呈批'));
      await at.goTo('/stuck?cause=approverBarred');
      await shows(clue, '已恢复');
      expect(at.broken).toEqual([]);
    }, 120_000);
  });
});
