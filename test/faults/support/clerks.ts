import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { accusation, paper, people, type Person } from '../../journeys/support/people';
import type { Api } from './apps';
import type { ClientHistory, Said } from './history';

/** How long a clerk waits for an answer before asking the next process: for speed alone, an answer that is late counts as none. */
const patience = 2_000;

type Sending = { readonly who?: Person; readonly path: string; readonly asked: object; readonly papers?: readonly string[]; readonly command?: string; readonly ifMatch?: number };

/** Clerks at several doors of one office; each command is noted in the history. `doors` may change while they work. */
export const clerks = (history: ClientHistory, doors: readonly Api[]) => {
  const once = async ({ who = people.petition, path, asked, papers = [], ifMatch }: Sending, command: string, { base }: Api): Promise<Said> => {
    try {
      const response = await fetch(`${base}${path}`, {
        method: 'POST', signal: AbortSignal.timeout(patience), body: JSON.stringify({ asked, papers: papers.map(paper) }),
        headers: { 'content-type': 'application/json', 'idempotency-key': command, 'x-anjuan-actor': encodeURIComponent(JSON.stringify(who)), ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }) },
      });
      const answer = (await response.json()) as { readonly receipt: (Said & { kind: 'ok' })['receipt'] };
      if (response.ok) return { kind: 'ok', receipt: answer.receipt };
      if (response.status < 500) return { kind: 'fail' };
    } catch {
      // Refused, cut off or too late: all the same to whoever asked.
    }
    return { kind: 'unknown' };
  };

  /** At one door after the other until one answers; `tries` 1 leaves it at that. */
  const send = (text: string, sending: Sending, { at = 0, tries = Infinity }: { readonly at?: number; readonly tries?: number } = {}): Promise<Said> => {
    const command = sending.command ?? randomUUID();
    return history.send(command, text, async (tried) => {
      if (tried > 0) await pause(20);
      return once(sending, command, doors[(at + tried) % doors.length]!); // within the doors
    }, tries);
  };

  return {
    /** The stream of a clue registered by that name. */
    register: async (title: string, at = 0): Promise<string> => {
      const said = await send(title, { path: '/api/clues/commands/registerAccusation', asked: accusation('2026-03-02', { title }) }, { at });
      if (said.kind !== 'ok') throw new Error(`${title} was not registered: ${JSON.stringify(said)}`);
      return said.receipt.stream;
    },
    note: (clue: string, text: string, how: { readonly at?: number; readonly tries?: number; readonly command?: string; readonly ifMatch?: number } = {}) =>
      send(text, { path: `/api/clues/${clue}/commands/addNote`, asked: { text }, ...(how.command !== undefined && { command: how.command }), ...(how.ifMatch !== undefined && { ifMatch: how.ifMatch }) }, how),
    /** One proposal, and its approval by many at once under one id: the last approval and the act are one append of two events. */
    assign: async (clue: string, at = 0): Promise<readonly Said[]> => {
      const proposal = randomUUID();
      const path = `/api/clues/${clue}/commands`;
      await send('investigationOffice1', { who: people.supervision, path: `${path}/assignClue`, asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'], command: proposal }, { at });
      const approval = { who: people.chief, path: `${path}/approve`, asked: { proposal }, command: randomUUID() };
      return Promise.all(doors.map((_, i) => send(proposal, approval, { at: i })));
    },
  };
};
