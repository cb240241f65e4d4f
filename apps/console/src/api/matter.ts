import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Actor } from '../actors';
import { useActor } from '../actor-context';
import type { Schema } from '../forms/schema';
import type { Text } from '../words';
import { ask } from './ask';
import type { Labelled, ProcessName } from './meta';
import { pathOf, type Done } from './send-command';

export type ActorView = Actor & { readonly onBehalfOf?: string; readonly officeLabel: Text; readonly postLabel: Text };
/** `text` is the value in words; `value` of what is sealed is never sent. */
export type FieldView = { readonly field: string; readonly label: Text; readonly value: unknown; readonly text: Text; readonly sealed?: true; readonly schema?: Schema };
export type PaperView = { readonly kind: string; readonly title: string; readonly sha256: string; readonly signedOn?: string; readonly label?: Text };
export type Lane = { readonly key: string; readonly stage: string; readonly stageLabel?: Text; readonly facts: readonly FieldView[] };
export type Given = { readonly level: string; readonly label?: Text; readonly approver: ActorView; readonly signedOn: string; readonly paper?: string };

export type Clock = {
  readonly key: string; readonly clock: string; readonly lane?: string; readonly label: Text; readonly force: 'statute' | 'partyRule' | 'local'; readonly waitsFor: Text;
  readonly start: string; readonly due: string; readonly provisional: boolean; readonly stoppedOn?: string; readonly extensions: number; readonly status: 'running' | 'suspended' | 'met' | 'breached';
};

export type Proposal = {
  readonly id: string; readonly name: string; readonly label: Text; readonly lane?: string; readonly by: ActorView; readonly on: string;
  readonly fields: readonly FieldView[]; readonly papers: readonly PaperView[];
  readonly chain: readonly { readonly level: string; readonly label?: Text }[]; readonly given: readonly Given[];
  readonly waitsFor?: { readonly level: string; readonly label?: Text }; readonly maySign: boolean; readonly mayWithdraw: boolean;
};

export type OpenStep = { readonly name: string; readonly label: Text; readonly by: Text; readonly lanes: readonly string[]; readonly mayAct: boolean; readonly needs: readonly Labelled[]; readonly basis: readonly string[]; readonly to?: Labelled };

export type HistoryLine = {
  readonly revision: number; readonly type: string; readonly row?: string; readonly label: Text; readonly by: ActorView; readonly enteredBy: ActorView; readonly on: string; readonly recordedAt: string;
  readonly basis: readonly string[]; readonly fields: readonly FieldView[]; readonly lane?: string; readonly papers: readonly PaperView[]; readonly approvals: readonly Given[];
  /** Entered later than the office's rule lets an act be entered without more ado. */
  readonly late?: true;
};

export type Linked = { readonly stream: string; readonly process: ProcessName; readonly stage: string; readonly stageLabel: Text; readonly number?: string; readonly title?: string };

/** One matter, as `apps/api/src/page.ts` tells it. */
export type Matter = {
  readonly stream: string; readonly process: ProcessName; readonly revision: number; readonly openedOn: string; readonly stage: string; readonly stageLabel: Text; readonly final: boolean;
  readonly facts: readonly FieldView[]; readonly lanes: readonly Lane[]; readonly clocks: readonly Clock[]; readonly proposals: readonly Proposal[]; readonly steps: readonly OpenStep[];
  readonly papers: readonly PaperView[]; readonly recused: readonly string[]; readonly owed: readonly { readonly reaction: string; readonly event: string; readonly label?: Text }[];
  readonly history: readonly HistoryLine[]; readonly workflow: { readonly id: string; readonly url?: string }; readonly linked: readonly Linked[]; readonly stale?: { readonly since: string };
};

const keyOf = (process: ProcessName, id: string, actor: Actor) => ['matter', process, id, actor.person, actor.office, actor.post] as const;
const read = (process: ProcessName, id: string, actor: Actor, atLeast: number | undefined, signal?: AbortSignal) =>
  ask<Matter>(`${pathOf(process)}/${id}${atLeast === undefined ? '' : `?atLeast=${atLeast}`}`, { actor, ...(signal && { signal }) });

const soon = 2_000;
const nowAndThen = 20_000;

/** Asked again every two seconds while the system still has something to do here, or has not come to one's own write (`wanted`, a revision). */
export const useMatter = (process: ProcessName, id: string, atLeast: number | undefined, wanted: number) => {
  const actor = useActor();
  return useQuery({
    queryKey: keyOf(process, id, actor),
    queryFn: ({ signal }) => read(process, id, actor, atLeast, signal),
    placeholderData: (before) => (before?.stream === id ? before : undefined),
    refetchInterval: ({ state: { data } }) => (data && (data.owed.length > 0 || data.revision < wanted) ? soon : nowAndThen),
  });
};

/** After one's own write: the page as it stands with that write in it. */
export const useReadOwnWrite = (process: ProcessName, id: string) => {
  const actor = useActor();
  const queries = useQueryClient();
  return async ({ receipt }: Done): Promise<void> => {
    const queryKey = keyOf(process, id, actor);
    await queries.cancelQueries({ queryKey });
    await queries.fetchQuery({ queryKey, queryFn: ({ signal }) => read(process, id, actor, receipt.position, signal), staleTime: 0 });
    void queries.invalidateQueries({ queryKey: ['list'] });
  };
};
