import { adopted } from '@anjuan/calendar';
import type { Actor, ClockState, Command, Draft, FiledPaper, Lifecycle, Matter, Recorded, Refusal } from '@anjuan/lifecycle';
import { clockStates, decide, evolve, schemaOf } from '@anjuan/lifecycle';
import { counting, defaultPolicy, type Policy } from '../src';

/** People of the story: coded, one for each office and post that acts. */
export const people = {
  petition: { person: 'P-01', office: 'petitionOffice', post: 'handler' },
  supervision: { person: 'P-02', office: 'caseSupervisionOffice', post: 'handler' },
  handler: { person: 'P-03', office: 'investigationOffice1', post: 'handler' },
  second: { person: 'P-04', office: 'investigationOffice1', post: 'handler' },
  dept: { person: 'P-05', office: 'investigationOffice1', post: 'dept' },
  trial: { person: 'P-06', office: 'trialOffice', post: 'handler' },
  panelist: { person: 'P-07', office: 'trialOffice', post: 'handler' },
  inspector: { person: 'P-20', office: 'inspectionGroup1', post: 'handler' },
  tourOffice: { person: 'P-21', office: 'tourOffice', post: 'handler' },
  leadingGroup: { person: 'P-22', office: 'leadership', post: 'tourLeadingGroup' },
  leader: { person: 'P-10', office: 'leadership', post: 'leader' },
  chief: { person: 'P-11', office: 'leadership', post: 'chief' },
  collective: { person: 'P-12', office: 'leadership', post: 'collective' },
  partyChief: { person: 'P-13', office: 'leadership', post: 'partyChief' },
  partyCommittee: { person: 'P-14', office: 'leadership', post: 'partyCommittee' },
  upperOrgan: { person: 'P-15', office: 'leadership', post: 'upperOrgan' },
  engine: { person: 'engine', office: 'engine', post: 'engine' },
} as const satisfies Record<string, Actor>;

export const paper = (kind: string): FiledPaper => ({ kind, title: kind, sha256: 'a'.repeat(64) });

/** An instant in the middle of the day, Asia/Shanghai. */
export const noon = (date: string) => `${date}T04:00:00.000Z`;

export type Said = { readonly name: string; readonly asked?: unknown; readonly by: Actor; readonly on: string; readonly papers?: readonly string[]; readonly entered?: string; readonly ifMatch?: number };

/** One stream, told command by command with nothing but the pure functions. */
export const story = (lifecycle: Lifecycle, policy: Policy = defaultPolicy, stream = `${lifecycle.process}-aaaaaaaaaaaaaaaaaaaaaaaaaa`) => {
  const count = counting(policy, adopted);
  const events: Recorded[] = [];
  const taken: Said[] = [];
  let matter: Matter | undefined;
  const record = (draft: Draft, command: Command, now: string) => {
    const event: Recorded = {
      id: `${stream}#${events.length + 1}`, stream, process: lifecycle.process, correlation: 'h-1', revision: events.length + 1, position: events.length + 1,
      type: draft.type, ...(draft.row !== undefined && { row: draft.row }), schema: schemaOf(lifecycle, draft), data: draft.data, sealed: draft.sealed, actor: command.actor, approvals: draft.approvals, occurredAt: draft.occurredOn, recordedAt: now,
    };
    events.push(event);
    matter = evolve(lifecycle, matter, event);
  };
  const tell = (said: Said): Refusal | undefined => {
    const now = noon(said.entered ?? said.on);
    const command: Command = { id: `c-${events.length + 1}`, stream, name: said.name, asked: said.asked ?? {}, actor: said.by, on: said.on, papers: (said.papers ?? []).map(paper), ...(said.ifMatch !== undefined && { ifMatch: said.ifMatch }) };
    const decision = decide(lifecycle, matter, command, { now, policy, count });
    if ('refused' in decision) return decision.refused;
    for (const draft of decision.events) record(draft, command, now);
    taken.push(said);
    return undefined;
  };
  const must = (said: Said) => {
    const refused = tell(said);
    if (refused) throw new Error(`${said.name} was refused: ${refused.rule} ${refused.message.en}`);
  };
  return {
    events: () => events as readonly Recorded[],
    /** What was said and not refused, signatures too: enough to tell it again, to the door. */
    said: () => taken as readonly Said[],
    matter: () => matter!,
    tell,
    /** Tells it, and has everyone in the chain sign on the same day. */
    done: (said: Said) => {
      must(said);
      for (let open = matter!.proposals.at(-1); open; open = matter!.proposals.at(-1)) {
        const level = open.chain[open.given.length]!;
        const signer = Object.values(people).find(({ post }) => post === level)!;
        must({ name: 'approve', asked: { proposal: open.id }, by: signer, on: said.on });
      }
    },
    clock: (key: string, at: string): ClockState | undefined => clockStates(lifecycle.clocks, matter!, count, noon(at)).find((state) => state.key === key),
  };
};
