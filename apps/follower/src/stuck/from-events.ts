import type { Apply, StoredEvent, Tx } from '@anjuan/follow';
import { barredRefusal, overtaken, type Matter, type StandingData } from '@anjuan/lifecycle';
import { inTurns } from '@anjuan/follow';
import type { Stuck, Watching } from './port';
import { keepFound, openRows } from './table';

type Holder = { readonly post: string; readonly office: string; readonly person: string };

const dataOf = <T extends keyof StandingData>({ data }: StoredEvent, _: T) => data as unknown as StandingData[T];
const isOf = (event: StoredEvent, ...types: readonly (keyof StandingData)[]) => event.row === undefined && (types as readonly string[]).includes(event.type);

/** What the engine notices, what somebody jots down and what is done about being stuck moves nothing. */
const isDomainEvent = (event: StoredEvent) => !isOf(event, 'ClockNoticed', 'NoteAdded', 'Intervened', 'InterventionJudged');

/** Everybody the event shows in a post: who acted, who signed, and who is to be recused from it. */
const holdersIn = (event: StoredEvent): readonly Holder[] => {
  const recusing = isOf(event, 'StepProposed') && dataOf(event, 'StepProposed').name === 'recuse' ? (dataOf(event, 'StepProposed').asked as { person: string; post: string }) : undefined;
  const endorsed = isOf(event, 'StepEndorsed') ? [dataOf(event, 'StepEndorsed').approver] : [];
  return [event.actor, ...endorsed, ...event.approvals.map(({ approver }) => approver), ...(recusing ? [{ ...recusing, office: '' }] : [])];
};

/** Answers whether somebody new was seen in a post. */
const keepHolders = async (tx: Tx, events: readonly StoredEvent[]): Promise<boolean> => {
  const seen = new Map(events.flatMap(holdersIn).map(({ post, office, person }) => [`${post}\n${office}\n${person}`, { post, office, person }]));
  const { rowCount } = await tx.query({
    name: 'keep holders',
    text: 'insert into post_holders select * from json_to_recordset($1::json) as seen (post text, office text, person text) on conflict do nothing',
    values: [JSON.stringify([...seen.values()])],
  });
  return (rowCount ?? 0) > 0;
};

const keepInterventions = async (tx: Tx, events: readonly StoredEvent[]): Promise<void> => {
  for (const event of events) {
    const { stream, revision, actor, recordedAt } = event;
    if (isOf(event, 'Intervened')) {
      const { kind, cause, about, reason } = dataOf(event, 'Intervened');
      // A reaction that is skipped was settled in the same append: there is nothing left to carry out.
      await tx.query('insert into interventions (stream, revision, kind, cause, about, reason, person, at, carried_out_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing',
        [stream, revision, kind, cause, about, reason, actor.person, recordedAt, kind === 'skipReaction' ? recordedAt : null]);
    } else if (isOf(event, 'InterventionJudged')) {
      const { intervention, outcome } = dataOf(event, 'InterventionJudged');
      await tx.query('update interventions set outcome = $3 where stream = $1 and revision = $2', [stream, intervention, outcome]);
    }
  }
  const moving = events.filter(isDomainEvent);
  if (moving.length === 0) return;
  await tx.query({
    name: 'next events',
    text: `update interventions set next_event = next.revision
           from (select i.stream, i.revision as after, min(e.revision) as revision from interventions i join unnest($1::text[], $2::int[]) as e (stream, revision) on e.stream = i.stream and e.revision > i.revision
                 where i.outcome is null and i.next_event is null group by i.stream, i.revision) as next
           where interventions.stream = next.stream and interventions.revision = next.after`,
    values: [moving.map(({ stream }) => stream), moving.map(({ revision }) => revision)],
  });
};

/** A refused reaction leaves its stream believing in something that never came to be; taking the step back is the way out. */
const keepRefused = async (tx: Tx, events: readonly StoredEvent[]): Promise<void> => {
  for (const event of events) {
    const { stream, recordedAt } = event;
    if (isOf(event, 'StepTakenBack')) await keepFound(tx, [], { causes: ['reactionRefused'], streams: [stream], now: recordedAt });
    if (!isOf(event, 'ReactionSettled')) continue;
    const { reaction, event: cause, outcome, reason = '' } = dataOf(event, 'ReactionSettled');
    if (outcome !== 'refused') continue;
    const found: Stuck = { cause: 'reactionRefused', stream, about: `${reaction}:${cause}`, since: recordedAt, signAt: recordedAt, detail: { reaction, message: reason } };
    await keepFound(tx, [found], { causes: [], streams: [], now: recordedAt });
  }
};

/** Proposals that nobody who is known to hold the post may sign. */
const barredIn = ({ processes }: Watching, matter: Matter, holders: readonly Holder[], at: string): readonly Stuck[] => {
  const lifecycle = processes[matter.process];
  if (!lifecycle) return [];
  return matter.proposals.flatMap((proposal) => {
    const level = proposal.chain[proposal.given.length];
    if (level === undefined || overtaken(matter, proposal)) return [];
    const known = [...new Set(holders.filter((holder) => lifecycle.vocabulary.signs(level, holder, matter.facts)).map(({ person }) => person))];
    if (known.length === 0 || known.some((person) => !barredRefusal(lifecycle, matter, proposal, person))) return [];
    return [{ cause: 'approverBarred', stream: matter.stream, about: proposal.id, since: at, signAt: at, detail: { step: proposal.name, level, persons: known, by: proposal.by.person } } as const];
  });
};

/** What can bar a signer, or let one sign again. */
const weighs = (event: StoredEvent) => isOf(event, 'StepProposed', 'StepEndorsed', 'PersonRecused');

/** What is stuck by the events alone, and what was done about it. */
export const fromEvents = (watching: Watching): Apply => {
  /** As it stands at `revision` or later. A stream that cannot be read says nothing here; who must read it parks it. */
  const load = async (stream: string, revision: number): Promise<Matter | undefined> => {
    const folded = watching.folded?.(stream);
    return folded && folded.revision >= revision ? folded : watching.load(stream).catch(() => undefined);
  };

  const keepBarred = async (tx: Tx, events: readonly StoredEvent[], newHolder: boolean) => {
    const barred = await openRows(tx, ['approverBarred'], newHolder ? undefined : events.map(({ stream }) => stream));
    const streams = [...new Set([...events.filter(weighs), ...barred].map(({ stream }) => stream))];
    if (streams.length === 0) return;
    const { rows: holders } = await tx.query<Holder>({ name: 'holders', text: 'select post, office, person from post_holders' });
    const now = events.at(-1)?.recordedAt ?? '';
    const weighedAt = new Map(events.filter(weighs).map(({ stream, recordedAt }) => [stream, recordedAt]));
    const revisions = new Map(events.map(({ stream, revision }) => [stream, revision]));
    const weighed = await inTurns(streams, 8, (stream) => load(stream, revisions.get(stream) ?? Infinity));
    const found = weighed.flatMap((matter) => (matter ? barredIn(watching, matter, holders, weighedAt.get(matter.stream) ?? now) : []));
    await keepFound(tx, found, { causes: ['approverBarred'], streams, now });
  };

  return async (tx, events) => {
    const newHolder = await keepHolders(tx, events);
    await keepInterventions(tx, events);
    await keepRefused(tx, events);
    await keepBarred(tx, events, newHolder);
    return [];
  };
};
