import { adopted } from '@anjuan/calendar';
import { schemaOf, type Schema } from '@anjuan/derive';
import { defaultPolicy } from '@anjuan/domain';
import { memoryEventStore, type EventStore } from '@anjuan/event-store';
import { createHandle, engine, installationKeys, type Handle } from '@anjuan/handle';
import { clockStates, instants, isFinal, openSteps, type Actor, type ClockState, type Lifecycle, type Matter, type Row } from '@anjuan/lifecycle';

/** What the live system showed after a command: everything there was, at that moment. */
export type Seen = { readonly stream: string; readonly revision: number; readonly now: string; readonly matters: readonly { readonly matter: Matter; readonly clocks: readonly ClockState[] }[] };
export type Story = { readonly door: Handle; readonly store: EventStore; readonly seen: readonly Seen[]; readonly matters: ReadonlyMap<string, Matter> };

type Dice = (sides: number) => number;

const handlers = ['P-03', 'P-04', 'P-05'];
const triers = ['T-01', 'T-02', 'T-03'];
const reported = ['被反映人0001', '被反映人0002'];
const begun = Date.parse('2026-01-05T02:00:00.000Z');
const day = 86_400_000;

/** Something that fits the form, so that a row added tomorrow is walked as well. */
const filled = (field: string, schema: Schema, people: readonly string[], dice: Dice, today: string): unknown => {
  const { type, enum: options, format, items, properties = {}, required = [], minLength = 1, minItems = 0, anyOf } = schema as Schema & { minLength?: number; minItems?: number; anyOf?: readonly Schema[] };
  if (anyOf) return filled(field, anyOf[dice(anyOf.length)]!, people, dice, today);
  if (options) return field === 'rank' && dice(6) > 0 ? 'ordinary' : options[dice(options.length)];
  if (format === 'date') return field.startsWith('review') ? new Date(Date.parse(today) + 30 * day).toISOString().slice(0, 10) : today;
  switch (type) {
    case 'boolean': return dice(3) > 0;
    case 'integer': case 'number': return 1 + dice(3);
    case 'array': return [...new Set(Array.from({ length: Math.max(minItems, 1 + dice(2)) }, (_, i) => (items?.type === 'string' && !items.enum ? people[i % people.length] : filled(field, items ?? {}, people, dice, today))))];
    case 'object': return Object.fromEntries(Object.entries(properties).flatMap(([name, inner]) => (required.includes(name) || dice(3) === 0 ? [[name, filled(name, inner, people, dice, today)]] : [])));
    default: return field === 'caseNo' ? '立〔2026〕1号' : field === 'person' || field === 'respondent' ? reported[dice(4) === 0 ? 1 : 0] : `${field}之一`.padEnd(minLength, '。');
  }
};

const forms = new WeakMap<Row, Schema>();
const formOf = (row: Row): Schema => {
  const schema = forms.get(row) ?? schemaOf(row.asks);
  forms.set(row, schema);
  return schema;
};

const poolOf = ({ by }: Row): readonly string[] => (by.includes('trialOffice') ? triers : handlers);

const actorFor = (row: Row, facts: Matter['facts'], dice: Dice): Actor => {
  const role = row.by[dice(row.by.length)] ?? '';
  const office = role === 'handlingDepartment' ? String(facts['handlingOffice']) : role;
  return { person: poolOf(row)[dice(2)]!, office, post: 'handler', ...(dice(5) === 0 && { onBehalfOf: '某领导' }) };
};

const signer = (level: string, facts: Matter['facts']): Actor => ({ person: `S-${level}`, office: level === 'dept' ? String(facts['handlingOffice']) : 'leadership', post: level });
const paper = (kind: string) => ({ kind, title: kind, sha256: 'a'.repeat(64) });

/** mulberry32: the same story from the same seed. */
const diceOf = (seed: number): Dice => {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
};

const openings = ['registerAccusation', 'registerHandedOver'];

/** Two clues and whatever they become, walked by lot over the real tables and through the real door; days pass meanwhile. */
export const toldAtRandom = async (seed: number, moves: number): Promise<Story> => {
  const dice = diceOf(seed);
  let now = begun;
  const store = memoryEventStore();
  const door = createHandle({ store, clock: { now: () => new Date(now).toISOString() }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 100 });
  const matters = new Map<string, Matter>();
  const seen: Seen[] = [];
  const today = () => door.count.dateOf(new Date(now).toISOString());
  let ids = 0;

  const look = (stream: string, revision: number) => {
    const instant = new Date(now).toISOString();
    seen.push({ stream, revision, now: instant, matters: [...matters.values()].map((matter) => ({ matter, clocks: clockStates(door.processes[matter.process]!.clocks, matter, door.count, instant) })) });
  };
  const say = async (stream: string, name: string, asked: unknown, actor: Actor, papers: readonly string[] = [], on?: string): Promise<boolean> => {
    const outcome = await door.handle({ id: actor.post === 'engine' ? `engine:${++ids}` : `c-${++ids}`, stream, name, asked, actor, papers: papers.map(paper), ...(on !== undefined && { on }) });
    if (outcome.kind !== 'done') return false;
    matters.set(stream, outcome.matter);
    look(stream, outcome.receipt.revision);
    return true;
  };
  const step = async (matter: Matter, lifecycle: Lifecycle): Promise<void> => {
    const steps = openSteps(lifecycle, matter).filter(({ row }) => !row.by.includes('engine'));
    // Most ways end early, but a story is to come far: rather to a case than around, rather around than to an end.
    const filing = steps.filter(({ row: { to } }) => to === 'filingProposed' || to === 'convertedToCase');
    const onward = steps.filter(({ row: { to } }) => to !== undefined && (!isFinal(lifecycle, to) || matter.process === 'case'));
    const open = filing.length > 0 && dice(3) > 0 ? filing : onward.length > 0 && dice(8) > 0 ? onward : steps;
    for (let tried = 0; tried < 6 && open.length > 0; tried++) {
      const { row, lanes } = open[dice(open.length)]!;
      const asked = filled('', formOf(row), poolOf(row), dice, today()) as Record<string, unknown>;
      const lane = lanes[dice(Math.max(1, lanes.length))]?.split('/');
      const inLane = lane ? { respondent: lane[0], track: lane[1] } : {};
      const back = dice(6) === 0 ? new Date(now - dice(12) * day).toISOString().slice(0, 10) : undefined;
      if (await say(matter.stream, row.name, { ...asked, ...inLane }, actorFor(row, matter.facts, dice), [...row.needs, ...(back ? ['otherPaper'] : [])], back)) return;
    }
  };
  const sign = async ({ stream, facts, proposals }: Matter): Promise<void> => {
    const proposal = proposals[dice(proposals.length)]!;
    const level = proposal.chain[proposal.given.length] ?? '';
    const asked = { proposal: proposal.id };
    const onPaper = { approver: signer(level, facts), signedOn: today(), paper: 'b'.repeat(64) };
    switch (dice(12)) {
      case 0: return void (await say(stream, 'refuseProposal', { ...asked, reason: '理由不足' }, signer(level, facts)));
      case 1: return void (await say(stream, 'withdrawProposal', { ...asked, reason: '另行呈报' }, proposal.by));
      case 2: case 3: return void (await say(stream, 'approve', { ...asked, onPaper }, { person: 'P-01', office: 'caseSupervisionOffice', post: 'handler' }));
      default: return void (await say(stream, 'approve', { ...asked, opinion: '同意' }, signer(level, facts)));
    }
  };
  const engineWork = async (matter: Matter, lifecycle: Lifecycle): Promise<void> => {
    const [owed] = matter.owed;
    if (owed) {
      const { stream } = await door.performReaction(matter.stream, owed);
      for (const each of new Set([matter.stream, stream ?? matter.stream])) matters.set(each, (await door.load(each))!);
      return look(matter.stream, matters.get(matter.stream)!.revision);
    }
    const due = instants(clockStates(lifecycle.clocks, matter, door.count, new Date(now).toISOString()), door.policy.marks, matter.notices, door.count).find(({ at: instant }) => instant <= new Date(now).toISOString());
    if (due) await say(matter.stream, 'noticeClock', { instant: due.id }, engine);
  };
  const standing = async ({ stream, facts, lanes, acts }: Matter): Promise<void> => {
    const clerk: Actor = { person: 'P-03', office: String(facts['handlingOffice'] ?? 'petitionOffice'), post: 'handler' };
    switch (dice(4)) {
      case 0: return void (await say(stream, 'takeBack', { reason: '误办' }, { person: acts.at(-1)?.approver ?? acts.at(-1)?.by.person ?? '', office: 'leadership', post: 'chief' }));
      case 1: return void (await say(stream, 'correct', { field: 'title', old: facts['title'], new: `更正${dice(9)}`, reason: '笔误' }, clerk));
      case 2: return void (await say(stream, 'extendClock', { clock: ['L31', 'L29', 'L5'][dice(3)], n: 1, unit: 'months', reason: '案情复杂' }, clerk));
      default: return void (await say(stream, 'addNote', { text: `备注，涉${Object.keys(lanes).length}项` }, clerk));
    }
  };

  const { clue } = door.processes as Record<string, Lifecycle>;
  for (const name of openings) {
    const row = clue!.rows[name]!; // the two by which most clues come in
    for (let tried = 0; ![...matters.values()].some(({ acts }) => acts[0]?.row === name); tried++) {
      const asked = { ...(filled('', formOf(row), poolOf(row), dice, today()) as Record<string, unknown>), jurisdiction: 'own', ...('concerns' in row.asks.shape && { concerns: 'ordinary' }) };
      await say(door.openingStream('clue', { id: `${name}-${tried}`, name, asked }), name, asked, actorFor(row, {}, dice), row.needs);
    }
  }
  for (let move = 0; move < moves; move++) {
    now += dice(4) === 0 ? dice(20) * day : dice(7) * 3_600_000;
    const all = [...matters.values()];
    // A case waits for a while, so that the other clue may still join it.
    const clues = all.filter(({ process, stage }) => process === 'clue' && stage !== 'convertedToCase');
    const first = dice(clues.length > 0 && move < moves / 2 ? 20 : 2) > 0 ? clues : all.filter(({ process }) => process === 'case');
    const matter = first[dice(Math.max(1, first.length))] ?? all[dice(all.length)]!;
    const lifecycle = door.processes[matter.process]!;
    const what = dice(10);
    if (matter.owed.length > 0 || what === 0) await engineWork(matter, lifecycle);
    else if (what === 1) await standing(matter);
    else if (matter.proposals.length > 0 && (what < 9 || dice(4) > 0)) await sign(matter);
    else await step(matter, lifecycle);
  }
  return { door, store, seen, matters };
};
