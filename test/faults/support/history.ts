import type { Receipt } from '@anjuan/event-store';
import { eventually } from '../../journeys/support/eventually';
import { asking } from './own-postgres';
import { upTo } from './up-to';

/** What came of sending a command once: answered with a receipt, refused, or nobody can say. */
export type Said = { readonly kind: 'ok'; readonly receipt: Receipt } | { readonly kind: 'fail' } | { readonly kind: 'unknown' };

/** One command as its sender knows it; `text` is what it said, to be found again in what is stored. Times are the sender's own, in ms. */
export type Op = { readonly command: string; readonly text: string; readonly began: number; readonly ended: number; readonly said: Said };

/** A row as it lies in the table, whoever wrote it. */
export type Stored = { readonly position: number; readonly stream: string; readonly revision: number; readonly command: string; readonly n: number; readonly data: string };

/**
 * Whether what is stored is what the senders were told (reliability.md §1, O1, O2, O4): looks at nothing but their own
 * notes and the bare rows. Each violation is a sentence.
 */
export const judge = (ops: readonly Op[], rows: readonly Stored[], head: number): readonly string[] => {
  const wrong: string[] = [];
  const expect = (holds: boolean, sentence: string) => void (holds || wrong.push(sentence));
  expect(head === rows.length, `the head stands at ${head}, the last of ${rows.length} events`);
  const revisions = new Map<string, number>();
  const batches = new Map<string, Stored[]>();
  for (const [i, row] of rows.entries()) {
    expect(row.position === i + 1, `place ${i + 1} of the order holds position ${row.position}`);
    const before = revisions.get(row.stream) ?? 0;
    expect(row.revision === before + 1, `${row.stream} goes from revision ${before} to ${row.revision}`);
    revisions.set(row.stream, row.revision);
    const batch = batches.get(row.command) ?? [];
    expect(row.n === batch.length && (row.n === 0 || (rows[i - 1]?.command === row.command && rows[i - 1]?.stream === row.stream)), `command ${row.command} left its event ${row.n} at position ${row.position}, after ${batch.length} of its own`);
    batches.set(row.command, [...batch, row]);
  }
  const sent = new Set(ops.map(({ command }) => command));
  for (const command of batches.keys()) expect(sent.has(command), `nobody sent command ${command}`);
  for (const { command, text, said } of ops) {
    const last = batches.get(command)?.at(-1);
    if (said.kind === 'fail') expect(last === undefined, `command ${command} was refused, and lies at position ${last?.position}`);
    if (last) expect(last.data.includes(text), `command ${command} did not say what is stored of it`);
    if (said.kind !== 'ok') continue;
    const { stream, revision, position } = said.receipt;
    expect(last !== undefined, `command ${command} was acknowledged at position ${position}, and is lost`);
    if (last) expect(last.stream === stream && last.revision === revision && last.position === position, `command ${command} was acknowledged at ${stream}/${revision}, position ${position}, and lies at ${last.stream}/${last.revision}, position ${last.position}`);
  }
  // What was acknowledged before another was sent lies before it: the order is that of commits.
  const known = ops.flatMap(({ command, began, ended, said }) => (said.kind === 'ok' ? [{ command, began, ended, position: said.receipt.position }] : []));
  const byEnd = known.toSorted((a, b) => a.ended - b.ended);
  let [next, furthest] = [0, 0];
  for (const { command, began, position } of known.toSorted((a, b) => a.began - b.began)) {
    for (; next < byEnd.length && byEnd[next]!.ended < began; next += 1) furthest = Math.max(furthest, byEnd[next]!.position); // below its length
    expect(position > furthest, `command ${command} was sent after position ${furthest} was acknowledged, and lies at ${position}`);
  }
  return wrong;
};

/** The senders' notes, kept outside of what is tested. */
export const clientHistory = () => {
  const ops: Op[] = [];
  let over = false;
  const acknowledged = () => ops.filter(({ said }) => said.kind === 'ok').length;
  return {
    ops,
    acknowledged,
    /** So many senders who do one thing after another, until `stop`, which waits for their last answers. */
    lanes: (count: number, act: (lane: number, turn: number) => Promise<unknown>): { readonly stop: () => Promise<unknown> } => {
      let working = true;
      const all = Promise.all(upTo(count).map(async (lane) => {
        for (let turn = 0; working && !over; turn += 1) await act(lane, turn);
      }));
      return { stop: () => {
        working = false;
        return all;
      } };
    },
    /** The test has ended, be it badly: nobody sends any more. */
    close: () => void (over = true),
    /** Comes back once so many more were acknowledged. */
    more: (n: number): Promise<boolean> => {
      const from = acknowledged();
      return eventually(async () => acknowledged() >= from + n, `${n} more commands to go through`);
    },
    /**
     * Sends until there is an answer, `tries` times at most. A refusal stands only if no try before it was left unanswered:
     * that one may have arrived, or arrive yet.
     */
    send: async (command: string, text: string, attempt: (tried: number) => Promise<Said>, tries = Infinity): Promise<Said> => {
      const began = performance.now();
      let unsure = false;
      let said: Said = { kind: 'unknown' };
      for (let tried = 0; tried < tries && said.kind === 'unknown' && !over; tried += 1) {
        said = await attempt(tried);
        unsure ||= said.kind === 'unknown';
      }
      ops.push({ command, text, began, ended: performance.now(), said: said.kind === 'fail' && unsure ? { kind: 'unknown' } : said });
      return said;
    },
    /** Judged by the rows of that database, read past everything of ours. */
    judged: (url: string): Promise<readonly string[]> =>
      asking(url, async (session) => {
        const { rows } = await session.query<Stored>('select position::int, stream, revision, command, n, data::text from events order by position');
        const { rows: [head] } = await session.query<{ position: number }>('select position::int from head');
        return judge(ops, rows, head?.position ?? -1);
      }),
  };
};
export type ClientHistory = ReturnType<typeof clientHistory>;
