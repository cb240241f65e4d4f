import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useActor } from '../actor-context';
import { ask } from '../api/ask';
import type { ProcessName } from '../api/meta';
import type { Text } from '../words';

export type Group = { readonly cause: string; readonly label: Text; readonly count: number; readonly healed: number };
export type Groups = { readonly total: number; readonly groups: readonly Group[]; readonly lookedAt?: string; readonly away: { readonly temporal?: string; readonly workers?: string }; readonly by: Text; readonly mayIntervene: boolean };

/** One thing that is stuck, as `apps/api/src/stuck.controller.ts` tells it. */
export type Stuck = {
  readonly cause: string; readonly stream: string; readonly about: string; readonly process: ProcessName; readonly since: string; readonly healedAt?: string; readonly waitsFor: Text; readonly helps: Text; readonly offers: readonly string[];
  readonly number?: string; readonly title?: string; readonly stage?: string; readonly stageLabel?: Text; readonly officeLabel?: Text; readonly links: { readonly self: string; readonly workflow?: string };
  readonly intervention?: { readonly kind: string; readonly reason: string; readonly person: string; readonly at: string; readonly outcome?: 'healed' | 'sameCause' };
};
type Page = { readonly items: readonly Stuck[]; readonly next?: string };

const soon = 1_500;
const nowAndThen = 10_000;

export const useStuckGroups = () => {
  const actor = useActor();
  return useQuery({ queryKey: ['stuck', 'groups', actor.person], queryFn: ({ signal }) => ask<Groups>('/stuck', { actor, signal }), refetchInterval: nowAndThen });
};

const isWaiting = ({ intervention, healedAt }: Stuck) => healedAt === undefined && intervention !== undefined && intervention.outcome === undefined;

/** What is stuck for the cause; `healed`: what was, until it healed within a day. Asked often while somebody waits to see whether it helped. */
export const useStuck = (cause: string | undefined, healed: boolean) =>
  useInfiniteQuery({
    queryKey: ['stuck', 'cases', cause, healed],
    queryFn: ({ pageParam, signal }) => ask<Page>(`/stuck/cases?${new URLSearchParams({ ...(cause !== undefined && { cause }), ...(healed && { healed: 'true' }), ...(pageParam !== '' && { after: pageParam }), limit: '30' })}`, { signal }),
    enabled: cause !== undefined,
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { data } }) => (data?.pages.some(({ items }) => items.some(isWaiting)) ? soon : nowAndThen),
  });

/** Everything about being stuck is asked again. */
export const useLookAgain = () => {
  const queries = useQueryClient();
  const asked = () => queries.invalidateQueries({ queryKey: ['stuck'] });
  return { again: () => void asked(), look: useMutation({ mutationFn: () => ask('/stuck/look', { body: {} }), onSuccess: asked }) };
};
