import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useActor } from '../actor-context';
import { Problem } from '../api/problem';
import type { ProcessName } from '../api/meta';
import { sendCommand, type Done, type SentPaper } from '../api/send-command';

export type Target = { readonly process: ProcessName; readonly id?: string; readonly name: string; /** As the page shows it now. */ readonly revision?: number };
export type Told = { readonly asked: Readonly<Record<string, unknown>>; readonly papers: readonly SentPaper[]; readonly on?: string };

/**
 * One opening of a form. Its key is made once and kept on every try, and only one request is under way: neither a double
 * click, nor Enter held down, nor a retry after a lost answer does the thing twice. It stands on the revision that was on
 * the screen when the form was opened, until the person says they have looked at the newer one.
 */
export const useSending = (target: Target, onDone: (done: Done) => void) => {
  const actor = useActor();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const [seen, setSeen] = useState(target.revision);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);

  const send = async (told: Told) => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setProblem(undefined);
    const { process, id, name } = target;
    try {
      onDone(await sendCommand({ process, ...(id !== undefined && { id }), name, key, ...(seen !== undefined && { revision: seen }), actor, ...told }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      // What spoke against it may have come up since the page was read.
      if (id !== undefined && error.status !== 0) void queries.invalidateQueries({ queryKey: ['matter', process, id] });
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };

  return {
    send, busy, problem,
    moved: problem?.status === 412 && target.revision !== seen,
    takeLatest: () => {
      setSeen(target.revision);
      setProblem(undefined);
    },
  };
};

export type Sending = ReturnType<typeof useSending>;
