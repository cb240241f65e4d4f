import { isDeepStrictEqual } from 'node:util';
import { nameList, type ClockState, type Lane, type Lifecycle, type Matter, type Proposal, type Text } from '@anjuan/lifecycle';
import type { Standing } from './line';
import { factsSchema, fieldLabel, masked, plain, proposalLabel, say } from './words';

/** One thing that differs, in words: `old` absent where there was nothing, `new` where there is nothing any more. `key` is the same for the same thing at every point. */
export type Change = { readonly what: 'stage' | 'fact' | 'lane' | 'clock' | 'paper' | 'proposal' | 'recusal'; readonly key: string; readonly label: Text; readonly lane?: Text; readonly old?: Told; readonly new?: Told };
export type Told = { readonly text: Text; readonly value: unknown };

/** Something that can differ, told only when it does. `raw` is what is compared: two sealed values look alike once told. */
type Item = Omit<Change, 'old' | 'new'> & { readonly raw: unknown; readonly tell: (raw: unknown) => Told };

const told = (text: Text, value: unknown): Told => ({ text, value });
const as = (text: Text, value: unknown) => () => told(text, value);
const stageLabel: Text = { zh: '环节', en: 'Stage' };
const stageText = ({ stages }: Lifecycle, stage: string): Text => stages[stage]?.label ?? plain(stage);
const recusal: Text = { zh: '回避', en: 'Recused' };

const states: Readonly<Record<ClockState['status'], Text>> = { running: { zh: '计算中', en: 'running' }, suspended: { zh: '中止计算', en: 'suspended' }, met: { zh: '已按期办结', en: 'met' }, breached: { zh: '已超期', en: 'breached' } };

export const clockText = ({ status, due, stoppedOn, provisional }: ClockState): Text => {
  const by = provisional ? { zh: `${due}（暂定）`, en: `${due} (provisional)` } : plain(due);
  const ended = stoppedOn === undefined ? plain('') : { zh: `，${stoppedOn} 停止`, en: `, stopped ${stoppedOn}` };
  return { zh: `${states[status].zh}${ended.zh}，到期日 ${by.zh}`, en: `${states[status].en}${ended.en}, due ${by.en}` };
};

const waitsFor = ({ vocabulary: { levels } }: Lifecycle, { chain, given }: Proposal): Text => {
  const [next] = chain.slice(given.length);
  if (next === undefined) return { zh: '签批齐备', en: 'fully signed' };
  const level = nameList(levels, [next]);
  return { zh: `待${level.zh}签批`, en: `waits for ${level.en}` };
};

/** Respondent and track in words: each part of the lane's key by the fact that holds it. */
export const laneText = (lifecycle: Lifecycle, key: string, { stage, facts }: Lane): Text => {
  const schema = factsSchema(lifecycle.laneKnows(stage));
  const parts = key.split('/').map((part) => {
    const field = Object.keys(facts).find((each) => facts[each] === part);
    return field === undefined ? plain(part) : say(schema?.properties?.[field], part);
  });
  return { zh: parts.map(({ zh }) => zh).join(' / '), en: parts.map(({ en }) => en).join(' / ') };
};

const factItems = (knows: Parameters<typeof factsSchema>[0], facts: Lane['facts'], about: Pick<Item, 'what' | 'key' | 'lane'>): readonly Item[] => {
  const schema = factsSchema(knows);
  return Object.keys(facts).flatMap((field) =>
    facts[field] === undefined ? [] : [{ ...about, key: `${about.key}:${field}`, label: fieldLabel(schema, field), raw: facts[field], tell: (raw: unknown) => told(say(schema?.properties?.[field], raw), masked(raw)) }],
  );
};

const laneItems = (lifecycle: Lifecycle, { lanes }: Matter): readonly Item[] =>
  Object.entries(lanes).flatMap(([name, own]) => {
    const about = { what: 'lane', key: `lane:${name}`, lane: laneText(lifecycle, name, own) } as const;
    return [{ ...about, label: stageLabel, raw: own.stage, tell: as(stageText(lifecycle, own.stage), own.stage) }, ...factItems(lifecycle.laneKnows(own.stage), own.facts, about)];
  });

const clockItems = (lifecycle: Lifecycle, { lanes }: Matter, clocks: readonly ClockState[]): readonly Item[] =>
  clocks.map((clock) => {
    const { key, label, lane, start, due, status, stoppedOn, provisional } = clock;
    const own = lane === undefined ? undefined : lanes[lane];
    return {
      what: 'clock', key: `clock:${key}`, label, ...(lane !== undefined && { lane: own ? laneText(lifecycle, lane, own) : plain(lane) }),
      raw: [start, due, status, stoppedOn, provisional], tell: as(clockText(clock), { start, due, status }),
    };
  });

/** Everything that can differ between two moments of one matter. */
const itemsOf = (lifecycle: Lifecycle, { matter, clocks = [] }: Moment): readonly Item[] => {
  const { stage, facts, papers, proposals, recused } = matter;
  return [
    { what: 'stage', key: 'stage', label: stageLabel, raw: stage, tell: as(stageText(lifecycle, stage), stage) },
    ...factItems(lifecycle.stages[stage]?.knows, facts, { what: 'fact', key: 'fact' }),
    ...laneItems(lifecycle, matter),
    ...clockItems(lifecycle, matter, clocks),
    ...proposals.map((proposal): Item => ({ what: 'proposal', key: `proposal:${proposal.id}`, label: proposalLabel(lifecycle, proposal.name), raw: proposal.given.length, tell: as(waitsFor(lifecycle, proposal), proposal.id) })),
    ...papers.map(({ kind, title, sha256, revision }): Item => ({ what: 'paper', key: `paper:${revision}:${sha256}:${title}`, label: lifecycle.vocabulary.papers[kind] ?? plain(kind), raw: sha256, tell: as(plain(title), { title, sha256 }) })),
    ...recused.map((person): Item => ({ what: 'recusal', key: `recused:${person}`, label: recusal, raw: person, tell: as(plain(person), person) })),
  ];
};

/** What an act leaves alone stays the very same object, so hardly any has to be looked into. */
const without = (list: readonly unknown[], others: readonly unknown[]): readonly unknown[] => {
  const [there, here] = [new Set(others), new Set(list)];
  const strange = others.filter((other) => !here.has(other));
  return list.filter((each) => !there.has(each) && !strange.some((other) => isDeepStrictEqual(each, other)));
};

/** Of a list that grew or shrank, only what came and what went. */
const sides = (was: unknown, is: unknown): readonly [unknown, unknown] => {
  if (!Array.isArray(was) || !Array.isArray(is)) return [was, is];
  const [gone, come] = [without(was, is), without(is, was)];
  return gone.length + come.length === 0 ? [was, is] : [gone.length > 0 ? gone : undefined, come.length > 0 ? come : undefined];
};

type Moment = Pick<Standing, 'matter' | 'clocks'>;

/** Old → new for everything that differs; all of it new where there was no matter yet. */
export const changesBetween = (lifecycle: Lifecycle, before: Moment | undefined, after: Moment | undefined): readonly Change[] => {
  const keyed = (moment: Moment | undefined) => new Map((moment ? itemsOf(lifecycle, moment) : []).map((item) => [item.key, item]));
  const [old, now] = [keyed(before), keyed(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key): Change[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const item = is ?? was;
    if (!item || (was && is && isDeepStrictEqual(was.raw, is.raw))) return [];
    const { tell: _, raw: __, ...about } = item;
    const [gone, come] = was && is ? sides(was.raw, is.raw) : [was?.raw, is?.raw];
    return [{ ...about, ...(was && gone !== undefined && { old: was.tell(gone) }), ...(is && come !== undefined && { new: is.tell(come) }) }];
  });
};
