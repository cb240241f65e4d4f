import type { Comparison, StateAt, WholeLine } from '@anjuan/replay';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import type { ProcessName } from '../api/meta';
import { pathOf } from '../api/send-command';

export type { Comparison, StateAt, WholeLine };
export type Step = WholeLine['steps'][number];
export type Changes = Step['changes'];
export type Standing = StateAt['matters'][number];

/** How a step is named in an address: it stays the same when another clue joins the history. */
export const pointOf = ({ stream, revision }: Pick<Step, 'stream' | 'revision'>): string => `${stream}@${revision}`;

const under = (process: ProcessName, id: string) => `${pathOf(process)}/${id}/replay`;

export const useLine = (process: ProcessName, id: string) => useQuery({ queryKey: ['replay', process, id], queryFn: ({ signal }) => ask<WholeLine>(under(process, id), { signal }) });

/** A step of the past does not change, so once seen it is not asked for again; a day may be today. */
export const useStateAt = (process: ProcessName, id: string, at: string | undefined) =>
  useQuery({
    queryKey: ['replay', process, id, 'at', at], enabled: at !== undefined, staleTime: at?.includes('@') ? Infinity : 0, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<StateAt>(`${under(process, id)}?at=${encodeURIComponent(at ?? '')}`, { signal }),
  });

export const useComparison = (process: ProcessName, id: string, from: string | null, to: string | null) =>
  useQuery({
    queryKey: ['replay', process, id, 'compare', from, to], enabled: from !== null && to !== null, staleTime: Infinity,
    queryFn: ({ signal }) => ask<Comparison>(`${under(process, id)}/compare?from=${encodeURIComponent(from ?? '')}&to=${encodeURIComponent(to ?? '')}`, { signal }),
  });
