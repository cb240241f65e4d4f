import { useInfiniteQuery } from '@tanstack/react-query';
import { useActor } from '../actor-context';
import { ask } from './ask';
import type { ProcessName } from './meta';
import { pathOf } from './send-command';

/** A line of a list, as `libs/read-models` keeps it. */
export type ListItem = {
  readonly stream: string;
  readonly stage: string;
  readonly office?: string;
  readonly source?: string;
  readonly number?: string;
  readonly title?: string;
  readonly openedOn: string;
  readonly due?: { readonly on: string; readonly provisional: boolean };
  readonly stale: boolean;
};
type Page = { readonly items: readonly ListItem[]; readonly next?: string };

/** `dueBefore` does not include its day. */
export type Filters = { readonly stage?: string; readonly office?: string; readonly source?: string; readonly dueBefore?: string };

const pageSize = 30;

export const useList = (process: ProcessName, filters: Filters) => {
  const actor = useActor();
  return useInfiniteQuery({
    queryKey: ['list', process, filters, actor.person],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ ...filters, ...(pageParam !== '' && { after: pageParam }), limit: String(pageSize) });
      return ask<Page>(`${pathOf(process)}?${search}`, { actor, signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
};
