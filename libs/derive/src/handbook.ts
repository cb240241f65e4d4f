import { citation } from '@anjuan/domain';
import { causesOf, nameList, type ClockRow, type Lifecycle, type Reaction, type Row } from '@anjuan/lifecycle';
import { approvalBranches, type Branch } from './branches';
import { formOf, stageLabels } from './forms';
import { statechart } from './statechart';

const units = { hours: '小时', days: '日', workingDays: '个工作日', months: '个月', years: '年' } as const;
const forces = { statute: '法律法规', partyRule: '党内法规', local: '本机关规定' } as const;

const cited = (basis: readonly string[]) => basis.map((each) => citation(each).zh).join('、');

const branchLines = (lifecycle: Lifecycle, branches: readonly Branch[]): readonly string[] => {
  const signed = ({ chain }: Branch) => (chain.length === 0 ? '不需审批' : chain.map((level) => lifecycle.vocabulary.levels[level]?.zh ?? level).join(' → '));
  if (branches.every((branch) => signed(branch) === signed(branches[0]!))) return branches[0] ? [`- 审批：${signed(branches[0])}`] : [];
  return ['- 审批：', ...branches.map((branch) => `  - ${branch.when.map(({ field, value }) => `${field.zh}为「${value.zh}」`).join('，')}：${signed(branch)}`)];
};

const fieldLine = (lifecycle: Lifecycle, row: Row): readonly string[] => {
  const { properties = {}, required = [] } = formOf(lifecycle, row.name)?.schema ?? {};
  const fields = Object.entries(properties).map(([name, { zh, sealed }]) => `${zh ?? name}${required.includes(name) ? '' : '（可不填）'}${sealed ? '（密封）' : ''}`);
  return fields.length > 0 ? [`- 填报：${fields.join('、')}`] : [];
};

const rowPart = (lifecycle: Lifecycle, row: Row): string => {
  const { roles, papers } = lifecycle.vocabulary;
  const stages = stageLabels(lifecycle);
  const to = row.to === undefined ? '环节不变' : nameList(stages, [row.to]).zh;
  return [
    `### ${row.label.zh} · ${row.label.en}（${row.ref}）`, '',
    `- 环节：${row.from.length > 0 ? nameList(stages, row.from).zh : '（新登记）'} → ${to}`,
    `- 承办：${nameList(roles, row.by).zh}`,
    `- 依据：${cited(row.basis)}`,
    ...(row.needs.length > 0 ? [`- 文书：${nameList(papers, row.needs).zh}`] : []),
    ...fieldLine(lifecycle, row),
    ...branchLines(lifecycle, approvalBranches(lifecycle, row)),
    `- 记录：\`${row.records}\`（命令 \`${row.name}\`）`, '',
  ].join('\n');
};

const limit = ({ unit, n }: ClockRow['budget']) => `${n} ${units[unit]}`;

const clockLine = (lifecycle: Lifecycle, [key, clock]: [string, ClockRow]): string => {
  const { extension } = clock;
  const who = (levels: readonly string[]) => nameList(lifecycle.vocabulary.levels, levels).zh;
  const longer = extension ? `${extension.times} 次，每次至多 ${limit(extension.atMost)}，${who(extension.approvedBy)}批准${extension.again ? `，再次延长由${who(extension.again)}批准` : ''}` : '不得延长';
  const special = clock.special ? `（${clock.special.label.zh}：${limit(clock.special.budget)}）` : '';
  return `| ${key} | ${clock.label.zh} | ${clock.countsBackFrom ? '届满前 ' : ''}${limit(clock.budget)}${special} | ${forces[clock.force]} | ${cited(clock.basis)} | ${clock.waitsFor.zh} | ${longer} |`;
};

const clocksPart = (lifecycle: Lifecycle): string =>
  ['### 期限', '', '| 编号 | 期限 | 时长 | 性质 | 依据 | 等待 | 延长 |', '|---|---|---|---|---|---|---|', ...Object.entries(lifecycle.clocks).map((entry) => clockLine(lifecycle, entry)), ''].join('\n');

const reactionsPart = (lifecycle: Lifecycle): string =>
  ['### 后续动作', '', ...Object.values<Reaction>(lifecycle.reactions).map((reaction) => `- 「${causesOf(reaction).map((row) => lifecycle.rows[row]?.label.zh ?? row).join('」「')}」之后，系统自动办理：${reaction.label.zh} · ${reaction.label.en}`), ''].join('\n');

const titles: Readonly<Record<string, string>> = { clue: '问题线索', case: '案件', register: '文书登记簿' };

/** What an officer would otherwise be told in a rule book: every step with its basis, papers and signatures, Chinese first. */
export const handbook = (processes: Readonly<Record<string, Lifecycle>>): string =>
  [
    '# 办理手册 · Handbook', '',
    '本手册由流程表生成，不得手改。 Made from the process tables; do not edit.', '',
    ...Object.values(processes).flatMap((lifecycle) => [
      `## ${titles[lifecycle.process] ?? lifecycle.process} · ${lifecycle.process}`, '',
      '```mermaid', statechart(lifecycle).trimEnd(), '```', '',
      ...Object.values<Row>(lifecycle.rows).map((row) => rowPart(lifecycle, row)),
      ...(Object.keys(lifecycle.clocks).length > 0 ? [clocksPart(lifecycle)] : []),
      ...(Object.keys(lifecycle.reactions).length > 0 ? [reactionsPart(lifecycle)] : []),
    ]),
  ].join('\n');
