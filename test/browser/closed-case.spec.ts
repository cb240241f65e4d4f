import { needs } from '../support';
import { clerk, type Clerk } from './clerk';
import { installed } from './installed';
import { screenshot } from './screenshots';

const officeDate = (days = 0) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + days * 86_400_000));

/** Who signs at which level. */
const signers: Readonly<Record<string, string>> = { 机关分管负责人: 'P-10', 机关主要负责人: 'P-11', '常委会（集体研究）': 'P-12', 同级党委主要负责人: 'P-13', 同级党委: 'P-14', 上级机关: 'P-15' };

needs('temporal')('In the browser', () => {
  needs('chromium')('a clue becomes a case, is decided on both tracks, and is closed', () => {
    let product: Awaited<ReturnType<typeof installed>>;
    let at: Clerk;
    const { press, proposal, history, signed, proposed } = {
      press: (name: string) => at.page.getByRole('button', { name, exact: true }).click(),
      proposal: () => at.page.locator('.proposal'),
      history: () => at.page.locator('.history-card'),
      /** Every level signs in its turn, until the proposal is gone. */
      signed: async () => {
        await proposal().first().waitFor(); // the form is gone before the page has heard of it
        for (let waiting = await proposal().first().isVisible(); waiting; waiting = await proposal().first().isVisible()) {
          const words = await proposal().first().locator('.waits').innerText();
          const level = /现待 (.+) 签批/.exec(words)?.[1] ?? '';
          await at.actAs(signers[level] ?? words);
          await at.step('同意', async () => undefined);
          await proposal().filter({ hasText: words }).waitFor({ state: 'detached' });
        }
      },
      proposed: async (person: string, step: string, fill: () => Promise<void>) => {
        await at.actAs(person);
        await at.step(step, fill);
        await proposal().first().waitFor();
      },
    };
    /** A step of one respondent and track, from the table of lanes. */
    const inLane = async (track: string, step: string, fill: () => Promise<void>) => {
      await at.page.locator('.lanes-card tr', { hasText: track }).getByRole('button', { name: step, exact: true }).click();
      await at.drawer.locator('.form-end').waitFor();
      await fill();
      await at.sent();
    };
    const bothTracks = async (step: string, fill: (track: string) => Promise<void>) => {
      for (const track of ['党纪', '政务']) await inLane(track, step, () => fill(track));
    };
    const more = async (item: string) => {
      await press('更多');
      await at.page.locator('.ant-dropdown-menu-item', { hasText: item }).click();
      await at.drawer.locator('.form-end, .ant-empty, #correct-what').first().waitFor();
    };

    beforeAll(async () => {
      product = await installed();
      at = await clerk(product.address, product.folder);
    }, 120_000);
    afterAll(async () => {
      await at?.leave();
      await product?.close();
    }, 60_000);

    test('an anonymous report is not asked for its informant; one that belongs higher up cannot be entered', async () => {
      await at.goTo('/intake');
      await at.field('标题').waitFor();
      expect(await at.page.getByLabel('举报人姓名').count()).toBe(0);
      await at.answer('实名举报', '是');
      await at.field('举报人姓名').waitFor();
      await at.answer('举报涉及', '本机关主要负责人');
      await at.page.getByText('须直接报送上级机关').waitFor();
      await at.page.locator('form:visible').getByLabel('标题').waitFor({ state: 'detached' });
      await at.answer('举报涉及', '一般对象');
      await at.answer('实名举报', '否');
      await at.page.getByLabel('举报人姓名').waitFor({ state: 'detached' });
    });

    test('what is entered ten days later needs a paper, and is marked in the history', async () => {
      await at.answer('实名举报', '是');
      await at.field('线索编号').fill('信〔2026〕18号');
      await at.date('受理日期', officeDate(-15));
      await at.field('标题').fill('反映某局工程验收问题');
      await at.field('反映的主要问题').fill('反映被反映人0002在工程验收中放宽标准，并收受施工方礼金。');
      await at.field('被反映人（代号）').fill('被反映人0002');
      await at.field('单位').fill('某局');
      await at.pick('干部层级', '一般干部');
      await at.field('举报人姓名').fill('举报人0002');
      await at.field('举报人联系方式').fill('电话0002');
      await at.answer('管辖', '本机关管辖');
      await at.answer('重要事项', '否');
      await at.date('办理日期', officeDate(-14));
      await at.submit().click();
      await at.page.getByText('须附书面依据').first().waitFor();
      await at.page.getByRole('button', { name: '添加其他材料' }).first().click();
      await at.page.locator('.ant-dropdown-menu-item', { hasText: '其他材料' }).click();
      await at.paper('其他材料', at.page);
      await at.submit().click();
      await at.page.waitForURL(/\/clues\/clue-[a-z2-7]{26}$/);
      await history().getByText('补录', { exact: true }).waitFor();
    });

    test('a proposal is refused on paper, then withdrawn, then approved on paper: each time the signer and the clerk are told apart', async () => {
      const assign = (office: string) => proposed('P-02', '分办', async () => {
        await at.pick('承办部门', office, at.drawer);
        await at.paper('线索分办单');
      });
      const onPaper = async (fill: () => Promise<void>) => {
        await press('录入纸面签批');
        await at.drawer.locator('.ant-form-item', { hasText: '签批人' }).getByText('P-11').waitFor(); // the only one who may have signed
        await fill();
        await at.file('签批文件', '签批件');
        await at.sent();
      };
      await assign('党风政风监督室');
      await onPaper(async () => {
        await at.pick('纸面意见', '不同意', at.drawer);
        await at.field('理由', at.drawer).fill('承办部门不妥');
      });
      await history().getByText('机关主要负责人不同意').waitFor();
      await history().getByText(`机关主要负责人 P-11 于 ${officeDate()} 纸面签批，P-02 补录`).waitFor();
      await assign('第四审查调查室');
      await at.step('撤回', () => at.field('理由', at.drawer).fill('选错部门'));
      await history().getByText('撤回呈批').waitFor();
      await assign('第三审查调查室');
      await onPaper(async () => undefined);
      await at.standsAt('已分办');
      await history().getByText('由P-02').waitFor({ state: 'detached' });
    });

    test('no limit of a clue may be extended, and the form says so', async () => {
      await more('延长期限');
      await at.drawer.getByText('没有可以延长的期限').waitFor();
      await at.drawer.locator('.ant-drawer-close').click();
      await at.drawer.waitFor({ state: 'hidden' });
    });

    test('what a list holds is corrected in its place', async () => {
      await more('更正');
      await at.pick('更正哪一项', '被反映人', at.drawer);
      const unit = at.field('单位', at.drawer);
      expect(await unit.inputValue()).toBe('某局');
      await unit.fill('某局工程科');
      await at.field('理由', at.drawer).fill('笔误');
      await at.sent();
      await signed();
      await at.page.getByText('单位：某局工程科').first().waitFor();
    });

    test('it is verified and filed, and its case opens', async () => {
      await at.actAs('P-03');
      await at.step('开始研判', () => at.field('专人保管', at.drawer).fill('P-03'));
      await proposed('P-03', '处置：初步核实', async () => {
        await at.persons('核查组成员', ['P-03', 'P-04']);
        await at.paper('处置意见');
        await at.paper('初步核实工作方案');
      });
      await signed();
      await at.standsAt('初步核实');
      await proposed('P-03', '初核结论：拟立案', async () => {
        await at.persons('报告签名人员', ['P-03', 'P-04']);
        await at.paper('初步核实情况报告');
        await at.paper('处置意见');
      });
      await signed();
      await at.standsAt('拟立案');
      await proposed('P-03', '立案', async () => {
        await at.field('立案号', at.drawer).fill('立〔2026〕8号');
        await at.answer('立案方式', '对人立案', at.drawer);
        const respondents = at.drawer.locator('fieldset', { hasText: '被审查调查人' });
        await at.press('添加被审查调查人', respondents);
        await at.field('被反映人（代号）', respondents).fill('被反映人0002');
        await at.field('单位', respondents).fill('某局');
        await at.pick('干部层级', '一般干部', respondents);
        for (const track of ['党纪', '政务']) await respondents.getByLabel(track, { exact: true }).check();
        await at.paper('立案审查调查呈批报告');
        await at.paper('立案决定书');
      });
      await signed();
      await at.standsAt('已立案');
      await at.actAs('P-01');
      await at.step('告知举报人已受理', async () => undefined);
      await at.page.locator('.linked').getByRole('link').click();
      await at.page.waitForURL(/\/cases\/case-[a-z2-7]{26}$/);
      await at.standsAt('已立案');
    });

    test('somebody is recused and may not act any more', async () => {
      await at.actAs('P-03');
      await more('回避');
      await at.field('应回避人员', at.drawer).fill('P-04');
      await at.pick('职务', '承办人', at.drawer);
      await at.answer('方式', '自行回避', at.drawer);
      await at.field('回避情形', at.drawer).fill('与被调查人系同学');
      await at.sent();
      await proposal().first().waitFor();
      await signed();
      await at.page.getByText('P-04 回避').first().waitFor();
    });

    test('it is investigated and goes to trial, whose month is extended by the chief', async () => {
      await proposed('P-03', '批准审查调查方案', async () => {
        await at.persons('审查调查组成员', ['P-03', 'P-05']);
        await at.paper('审查调查方案');
      });
      await signed();
      await proposed('P-03', '调查终结', async () => {
        await at.answer('已与被调查人见面核对事实', '是', at.drawer);
        await at.persons('报告签名人员', ['P-03', 'P-05']);
        await at.paper('审查调查报告');
        await at.paper('违纪违法事实材料');
      });
      await signed();
      await proposed('P-03', '移送审理', () => at.paper('案卷材料'));
      await signed();
      await at.actAs('P-06');
      await at.step('受理审理', async () => {
        await at.persons('审理组成员', ['P-06', 'P-07']);
        await at.paper('审理受理单');
      });
      await at.standsAt('审理');
      await more('延长期限');
      await at.drawer.getByText('审理：至多延长 1 个月（共 1 次，已延 0 次），由机关主要负责人批准').waitFor();
      await at.drawer.getByLabel('期限', { exact: true }).click();
      await at.choose('审理（');
      await at.field('延长数', at.drawer).fill('1');
      await at.answer('单位', '个月', at.drawer);
      await at.field('理由', at.drawer).fill('案情复杂');
      await at.sent();
      await proposal().first().waitFor();
      await proposal().getByText('个月', { exact: true }).waitFor();
      expect(await at.page.getByText('已有呈件待批').count()).toBe(0);
      await signed();
      await at.page.locator('.clocks-card').getByText('已延长 1 次').waitFor();
      await proposed('P-06', '提交审理报告', () => at.paper('审理报告'));
      await signed();
      await at.standsAt('审议');
    });

    test('it is decided, announced and executed for each track, and closed when the informant has been told', async () => {
      for (const [track, sanction] of [['党纪', '警告'], ['政务', '记过（政务）']] as const) {
        await at.actAs('P-06');
        await inLane(track, '作出处分决定', async () => {
          await at.pick('处分种类', sanction, at.drawer);
          await at.answer('形态', '第二种形态', at.drawer);
          await at.answer('已听取陈述申辩', '是', at.drawer);
          await at.paper('处分决定书');
        });
        await proposal().first().waitFor();
        await signed();
      }
      await at.standsAt('已决定');
      await at.actAs('P-03');
      await inLane('党纪', '宣布（送达）处分决定', async () => {
        await at.field('宣布范围（送达单位）', at.drawer).fill('某局党组织');
        await at.paper('送达回证');
      });
      await screenshot(at.page, 'case');
      await inLane('政务', '宣布（送达）处分决定', async () => {
        await at.field('宣布范围（送达单位）', at.drawer).fill('某局');
        await at.paper('送达回证');
      });
      await at.standsAt('已宣布');
      await bothTracks('交付执行', () => at.field('执行单位', at.drawer).fill('某局'));
      await bothTracks('报告执行完毕', async () => {
        await at.field('执行情况', at.drawer).fill('已按决定执行');
        await at.paper('处分执行情况报告');
      });
      await at.standsAt('已执行');
      await at.actAs('P-01');
      await at.step('向举报人反馈', () => at.paper('反馈记录'));
      await proposed('P-03', '结案归档', () => at.paper('归档目录'));
      await signed();
      await at.standsAt('已结案');
      expect(at.broken).toEqual([]);
    });
  });
});
