import { randomUUID } from 'node:crypto';
import type { Actor, Receipt } from '@anjuan/event-store';
import type { Handle } from '@anjuan/handle';
import type { FiledPaper } from '@anjuan/lifecycle';
import { command, type Connection } from './http-client';

const people = {
  petition: { person: 'P-01', office: 'petitionOffice', post: 'handler' },
  supervision: { person: 'P-02', office: 'caseSupervisionOffice', post: 'handler' },
  handler: { person: 'P-03', office: 'investigationOffice1', post: 'handler' },
  leader: { person: 'P-10', office: 'leadership', post: 'leader' },
  chief: { person: 'P-11', office: 'leadership', post: 'chief' },
} as const satisfies Record<string, Actor>;

const paper = (kind: string) => ({ kind, title: `${kind} 2026-17`, sha256: 'a'.repeat(64) });

/** Today in Shanghai, as the office counts. */
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export const accusation = (named: boolean) => ({
  receivedOn: today(), title: '关于某街道办事处违规发放补贴的问题线索', summary: '群众来信反映，某街道办事处在发放临时救助时优亲厚友，'.repeat(4),
  reported: [{ person: '被反映人0001', unit: '某街道办事处', post: '主任', rank: 'ordinary' }],
  named, ...(named && { informantName: '举报人0001', informantContact: '13900000001' }),
  jurisdiction: 'own', important: false, concerns: 'ordinary',
});

export type Step = { readonly name: string; readonly by: Actor; readonly asked?: object; readonly papers?: readonly string[]; /** A signature under the proposal before it. */ readonly signs?: true; /** Moves the clue to another stage. */ readonly moves?: true };

const sign = (by: Actor, moves?: true): Step => ({ name: 'approve', by, signs: true, ...(moves && { moves }) });
const team = ['P-03', 'P-04'];

/** From the form to a closed clue: proposals, signatures and acts as the table asks for them. */
export const wayOf = (named: boolean): readonly Step[] => [
  { name: 'registerAccusation', by: people.petition, asked: accusation(named), moves: true },
  { name: 'assignClue', by: people.supervision, asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] },
  sign(people.chief, true),
  ...(named ? [{ name: 'tellAcceptance', by: people.petition }] : []),
  { name: 'startAssessment', by: people.handler, asked: { custodian: 'P-03' }, moves: true },
  { name: 'openVerification', by: people.handler, asked: { team }, papers: ['disposalOpinion', 'workPlan'] },
  sign(people.leader, true),
  { name: 'concludeVerificationByClosing', by: people.handler, asked: { signedBy: team, kind: 'unsubstantiated', measure: 'none' }, papers: ['verificationReport', 'disposalOpinion'] },
  sign(people.leader), sign(people.chief, true),
  named
    ? { name: 'feedbackToInformant', by: people.petition, asked: {}, papers: ['feedbackRecord'] }
    : { name: 'reportHandling', by: people.handler, asked: { to: 'petitionOffice' }, papers: ['handlingReport'] },
];

/** A clue on its way: where it has come to, and the id of the proposal that waits for signatures. */
export type Walker = { readonly way: readonly Step[]; readonly stream?: string; readonly taken: number; readonly proposal?: string };

export const atTheStart = (named: boolean): Walker => ({ way: wayOf(named), taken: 0 });
export const isThrough = ({ way, taken }: Walker): boolean => taken === way.length;

/** One command of the way; without a stream it opens one. */
type Command = { readonly id: string; readonly stream: string | undefined; readonly name: string; readonly actor: Actor; readonly asked: object; readonly papers?: readonly FiledPaper[] };
/** A way to the door: over HTTP, or through it directly. */
export type Send = (command: Command) => Promise<Receipt>;

export const overHttp = (connection: Connection): Send => ({ id, stream, name, actor, ...body }) =>
  command(connection, { path: stream === undefined ? `/api/clues/commands/${name}` : `/api/clues/${stream}/commands/${name}`, actor, body }, id);

export const throughTheDoor = ({ handle, openingStream }: Handle): Send => async (command) => {
  const outcome = await handle({ ...command, stream: command.stream ?? openingStream('clue', command) });
  if (outcome.kind !== 'done') throw new Error(`${command.name} was answered ${JSON.stringify(outcome).slice(0, 500)}`);
  return outcome.receipt;
};

/** Takes the next step. */
export const walk = async (send: Send, { way, stream, taken, proposal }: Walker): Promise<{ readonly walker: Walker & { readonly stream: string }; readonly receipt: Receipt; readonly step: Step }> => {
  const step = way[taken];
  if (!step) throw new Error(`${stream} has come to the end of its way`);
  const id = randomUUID();
  const receipt = await send({ id, stream, name: step.name, actor: step.by, asked: step.signs ? { proposal } : (step.asked ?? {}), ...(step.papers && { papers: step.papers.map(paper) }) });
  const waits = step.signs ? proposal : id;
  return { walker: { way, stream: receipt.stream, taken: taken + 1, ...(waits !== undefined && { proposal: waits }) }, receipt, step };
};
