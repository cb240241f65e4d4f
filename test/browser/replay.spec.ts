import { accepted, done, http } from '../journeys/support/http';
import { accusation, people } from '../journeys/support/people';
import { needs } from '../support';
import { clerk, type Clerk } from './clerk';
import { installed } from './installed';
import { screenshot } from './screenshots';

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());

needs('temporal')('In the browser', () => {
  needs('chromium')('an auditor plays a clue and its history', () => {
    let product: Awaited<ReturnType<typeof installed>>;
    let at: Clerk;
    let clue: string;
    const { petition, supervision, handler, leader, chief } = people;

    beforeAll(async () => {
      product = await installed();
      at = await clerk(product.address, product.folder);
      const api = http(product.address);
      clue = (await accepted(api.register(petition, accusation(today())), 'register')).body.receipt.stream;
      await done(api, petition, clue, 'tellAcceptance');
      await done(api, supervision, clue, 'assignClue', { asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] }, [chief]);
      await done(api, handler, clue, 'startAssessment', { asked: { custodian: 'P-03' } });
      await done(api, handler, clue, 'correct', { asked: { field: 'title', old: accusation(today()).title, new: '反映某局办公设备采购问题', reason: '登记有误' } }, [leader, chief]);
      await done(api, handler, clue, 'openVerification', { asked: { team: ['P-03', 'P-04'] }, papers: ['disposalOpinion', 'workPlan'] }, [leader]);
    }, 120_000);
    afterAll(async () => {
      await at?.leave();
      await product?.close();
    }, 60_000);

    const place = (n: number) => at.page.locator('.player .place', { hasText: `第 ${n} 步` }).waitFor();
    const standing = () => at.page.locator('.standing');
    const step = () => at.page.locator('.step-card');

    test('comes to it from the page of the clue, and sees how it stands now', async () => {
      await at.goTo(`/clues/${clue}`);
      await at.page.getByRole('link', { name: '回放', exact: true }).click();
      await at.page.waitForURL(/\/replay$/);
      await standing().getByText('初步核实').first().waitFor();
    });

    test('slides to a point by keyboard and sees the stage, the limits and the signature of the time', async () => {
      await at.page.getByRole('button', { name: '第一步' }).click();
      await place(1);
      await standing().locator('h2', { hasText: '已登记' }).waitFor();
      await standing().locator('.clock', { hasText: '告知实名举报人受理' }).getByText('计算中').waitFor();
      await at.page.getByRole('slider').focus();
      for (let n = 2; n <= 5; n++) await at.page.keyboard.press('ArrowRight');
      await place(5);
      await standing().locator('h2', { hasText: '已登记 → 已分办' }).waitFor();
      await step().getByText('签批：机关主要负责人 P-11').waitFor();
      await step().getByText('《').first().waitFor();
      await standing().locator('.clock', { hasText: '告知实名举报人受理' }).getByText('已按期办结').waitFor();
      await at.page.mouse.move(0, 0);
      await screenshot(at.page, 'replay');
    });

    test('finds a correction told by old, new and reason', async () => {
      for (let n = 6; n <= 10; n++) {
        await at.page.getByRole('button', { name: '下一步' }).click();
        await place(n);
      }
      await step().getByText('登记有误').waitFor();
      await step().locator('del', { hasText: accusation(today()).title }).waitFor();
      await step().locator('ins', { hasText: '反映某局办公设备采购问题' }).waitFor();
    });

    test('compares two points', async () => {
      await at.goTo(`/clues/${clue}/replay?at=1`);
      await place(1);
      await at.page.getByRole('button', { name: '设为起点' }).click();
      await at.page.getByRole('button', { name: '最后一步' }).click();
      await standing().locator('h2', { hasText: '初步核实' }).waitFor();
      await at.page.getByRole('button', { name: '设为终点' }).click();
      const compared = at.page.locator('.comparing');
      await compared.locator('tr', { hasText: '环节' }).filter({ hasText: '已登记' }).filter({ hasText: '初步核实' }).waitFor();
      await compared.locator('tr', { hasText: '标题' }).filter({ hasText: '反映某局办公设备采购问题' }).waitFor();
    });

    test('an address leads back to the same point, in English too; nothing sealed was ever shown', async () => {
      await at.goTo(`/clues/${clue}/replay?at=3`);
      await place(3);
      await at.page.getByRole('button', { name: '切换为英文' }).click();
      await at.page.locator('.player .place', { hasText: 'Step 3' }).waitFor();
      expect(await at.page.content()).not.toMatch(/举报人0001|sealed:v1/);
      expect(at.broken).toEqual([]);
    });
  });
});
