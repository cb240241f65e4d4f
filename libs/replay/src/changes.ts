import { isDeepStrictEqual } from 'node:util';
import { nameList, type ClockState, type Lane, type Lifecycle, type Matter, type Proposal, type Text } from '@anjuan/lifecycle';
import type { Standing } from './line';
import { factsSchema, fieldViews, plain, proposalLabel } from './words';

/** One thing that differs, in words: `old` absent where there was nothing, `new` where there is nothing any more. `key` is the same for the same thing at every point. */
export type Change = { readonly what: 'stage' | 'fact' | 'lane' | 'clock' | 'paper' | 'proposal' | 'recusal'; readonly key: string; readonly label: Text; readonly lane?: Text; readonly old?: Told; readonly new?: Told };
export type Told = { readonly text: Text; readonly value: unknown };

type Item = Omit<Change, 'old' | 'new'> & { readonly told: Told; /** Compared instead of what is told: two sealed values look alike. */ readonly raw: unknown };

const told = (text: Text, value: unknown): Told => ({ text, value });
const stageLabel: Text = { zh: '环节', en: 'Stage' };
const recusal: Text = { zh: '回避', en: 'Recused' };

const states: Readonly<Record<ClockState['status'], Text>> = { running: { zh: '计算中', en: 'running' }, suspended: { zh: '中止计算', en: 'suspended' }, met: { zh: '已按期办结', en: 'met' }, breached: { zh: '已超期', en: 'breached' } };

export const clockText = ({ status, due, stoppedOn, provisional }: ClockState): Text => {
  const by = provisional ? { zh: `${due}（暂定）`, en: `${due} (provisional)` } : plain(due);
  const ended = stoppedOn === undefined ? plain('') : { zh: `，${stoppedOn} 停止`, en: `, stopped ${stoppedOn}` };
  return { zh: `${states[status].zh}${ended.zh}，到期日 ${by.zh}`, en: `${states[status].en}${ended.en}, due ${by.en}` };
};

const waitsFor = ({ vocabulary: { levels } }: Lifecycle, { chain, given }: Proposal): Text => {
  const level = nameList(levels, chain.slice(given.length, given.length + 1));
  return { zh: `待${level.zh}签批`, en: `waits for ${level.en}` };
};

/** Respondent and track in words: each part of the lane's key by the fact that holds it. */
export const laneText = (lifecycle: Lifecycle, key: string, { stage, facts }: Lane): Text => {
  const views = fieldViews(factsSchema(lifecycle.laneKnows(stage)), facts);
  const parts = key.split('/').map((part) => views.find(({ value }) => value === part)?.text ?? plain(part));
  return { zh: parts.map(({ zh }) => zh).join(' / '), en: parts.map(({ en }) => en).join(' / ') };
};

const factItems = (knows: Parameters<typeof factsSchema>[0], facts: Lane['facts'], what: 'fact' | 'lane', about: { readonly prefix: string; readonly lane?: Text }): readonly Item[] =>
  fieldViews(factsSchema(knows), facts).map(({ field, label, text, value }) => ({ what, key: `${about.prefix}${field}`, label, ...(about.lane && { lane: about.lane }), told: told(text, value), raw: facts[field] }));

const laneItems = (lifecycle: Lifecycle, matter: Matter): readonly Item[] =>
  Object.entries(matter.lanes).flatMap(([key, own]) => {
    const lane = laneText(lifecycle, key, own);
    const stage: Item = { what: 'lane', key: `lane:${key}`, label: stageLabel, lane, told: told(lifecycle.stages[own.stage]?.label ?? plain(own.stage), own.stage), raw: own.stage };
    return [stage, ...factItems(lifecycle.laneKnows(own.stage), own.facts, 'lane', { prefix: `lane:${key}:`, lane })];
  });

/** Everything that can differ between two moments of one matter. */
const itemsOf = (lifecycle: Lifecycle, { matter, clocks = [] }: Pick<Standing, 'matter' | 'clocks'>): readonly Item[] => {
  const { stage, facts, papers, proposals, recused } = matter;
  return [
    { what: 'stage', key: 'stage', label: stageLabel, told: told(lifecycle.stages[stage]?.label ?? plain(stage), stage), raw: stage },
    ...factItems(lifecycle.stages[stage]?.knows, facts, 'fact', { prefix: 'fact:' }),
    ...laneItems(lifecycle, matter),
    ...clocks.map((clock): Item => {
      const own = clock.lane === undefined ? undefined : matter.lanes[clock.lane];
      return { what: 'clock', key: `clock:${clock.key}`, label: clock.label, ...(own && { lane: laneText(lifecycle, clock.lane!, own) }), told: told(clockText(clock), { start: clock.start, due: clock.due, status: clock.status }), raw: clock }; // found by its lane
    }),
    ...proposals.map((proposal): Item => ({ what: 'proposal', key: `proposal:${proposal.id}`, label: proposalLabel(lifecycle, proposal.name), told: told(waitsFor(lifecycle, proposal), proposal.id), raw: proposal.given.length })),
    ...papers.map(({ kind, title, sha256, revision }): Item => ({ what: 'paper', key: `paper:${revision}:${sha256}:${title}`, label: lifecycle.vocabulary.papers[kind] ?? plain(kind), told: told(plain(title), { title, sha256 }), raw: sha256 })),
    ...recused.map((person): Item => ({ what: 'recusal', key: `recused:${person}`, label: recusal, told: told(plain(person), person), raw: person })),
  ];
};

/** Old → new for everything that differs; all of it new where there was no matter yet. */
export const changesBetween = (lifecycle: Lifecycle, before: Pick<Standing, 'matter' | 'clocks'> | undefined, after: Pick<Standing, 'matter' | 'clocks'> | undefined): readonly Change[] => {
  const [old, now] = [before, after].map((standing) => new Map((standing ? itemsOf(lifecycle, standing) : []).map((item) => [item.key, item])));
  return [...new Set([...now!.keys(), ...old!.keys()])].flatMap((key): Change[] => { // two were mapped
    const [was, is] = [old!.get(key), now!.get(key)];
    const item = is ?? was;
    if (!item || (was && is && isDeepStrictEqual(was.raw, is.raw))) return [];
    const { told: _, raw: __, ...about } = item;
    return [{ ...about, ...(was && { old: was.told }), ...(is && { new: is.told }) }];
  });
};
