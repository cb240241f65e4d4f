import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useActor } from '../actor-context';
import { ask } from '../api/ask';
import type { Text } from '../words';

export type Cells = Readonly<Record<string, string>>;
export type Column = { readonly name: string; readonly label: Text; readonly meaning: Text; readonly required?: true };
export type RefusedRow = { readonly row: number; readonly number: string; readonly label: Text; readonly column: string; readonly words: Text };
export type FaultyRow = RefusedRow & { readonly cells: Cells };
type Counts = { readonly rows: number; readonly accepted: number; readonly repeats: number; readonly blank: number; readonly notShown: number };

/** A ledger and what is to be put right in it, as `apps/api/src/ledgers.controller.ts` tells them. */
export type Reading = Counts & { readonly refused: readonly FaultyRow[]; readonly file: string; readonly notices: readonly { readonly code: string; readonly words: Text }[] };
export type Result = Counts & { readonly refused: readonly RefusedRow[]; readonly registered: number; readonly alreadyThere: number; readonly left: number; readonly cases: { readonly registered: number; readonly alreadyThere: number; readonly refused: readonly { readonly caseNo: string; readonly rows: readonly number[]; readonly words: Text }[] } };
export type Importing =
  | { readonly state: 'notBegun' | 'brokenOff' }
  | { readonly state: 'running'; readonly progress: { readonly done: number; readonly of: number; readonly perSecond: number; readonly secondsLeft: number } }
  | { readonly state: 'done' | 'stopped'; readonly result: Result };

const soon = 500;
const at = (file: string) => `/ledgers/${file}`;

export const useColumns = () => useQuery({ queryKey: ['ledger', 'columns'], queryFn: ({ signal }) => ask<{ readonly columns: readonly Column[] }>('/ledgers/columns', { signal }), staleTime: Infinity });

export const useUpload = () => {
  const actor = useActor();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => ask<Reading>('/ledgers', { actor, file }),
    onSuccess: (reading) => queries.setQueryData(['ledger', reading.file], reading),
  });
};

export const useReading = (file: string) => useQuery({ queryKey: ['ledger', file], queryFn: ({ signal }) => ask<Reading>(at(file), { signal }), refetchOnWindowFocus: false });

/** Sends a row as it was put right; the answer is the whole ledger, judged anew. */
export const useMend = (file: string) => {
  const actor = useActor();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (row: { readonly row: number; readonly cells: Cells }) => ask<Reading>(`${at(file)}/rows`, { actor, body: { rows: [row] } }),
    onSuccess: (reading) => queries.setQueryData(['ledger', file], reading),
  });
};

export const useImport = (file: string) => {
  const actor = useActor();
  const queries = useQueryClient();
  const key = ['ledger', file, 'import'];
  const { data } = useQuery({ queryKey: key, queryFn: ({ signal }) => ask<Importing>(`${at(file)}/import`, { signal }), refetchInterval: ({ state }) => (state.data?.state === 'running' ? soon : false) });
  const told = { onSuccess: (answer: Importing) => queries.setQueryData(key, answer) };
  const begin = useMutation({ mutationFn: (vouchedBy: string) => ask<Importing>(`${at(file)}/import`, { actor, body: { vouchedBy } }), ...told });
  const stop = useMutation({ mutationFn: () => ask<Importing>(`${at(file)}/import`, { actor, method: 'DELETE' }), ...told });
  return { importing: data, begin, stop };
};
