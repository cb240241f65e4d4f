import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import type { ProcessName } from '../api/meta';
import type { Text } from '../words';

export type Period = { readonly from: string; readonly to: string };

export type PeriodFigures = Period & {
  readonly received: number; readonly disposed: number; readonly disposedBySource: Readonly<Record<string, number>>; readonly casesFiled: number; readonly personsFiled: number;
  readonly selfHandledPersonsFiled: number; readonly sanctionedPersons: number; readonly fourForms: Readonly<Record<'form1' | 'form2' | 'form3' | 'form4' | 'total', number>>;
  readonly transferredToProcuratorate: number; readonly closedWithoutAction: number; readonly recoveredFen: number;
};

type Labels = Readonly<Record<string, Text>>;

/** As `apps/api/src/figures.controller.ts` tells them. */
export type Figures = PeriodFigures & {
  readonly open: { readonly at: string } & Readonly<Record<string, number | string>>;
  readonly previous: PeriodFigures;
  readonly labels: { readonly figures: Labels; readonly sources: Labels; readonly stages: Labels };
};

export const useFigures = (period: Period, enabled: boolean) =>
  useQuery({ queryKey: ['figures', period], queryFn: ({ signal }) => ask<Figures>(`/figures?${new URLSearchParams(period)}`, { signal }), enabled, placeholderData: keepPreviousData });

/** A number that was clicked: a figure, perhaps of one source or stage, in a period. */
export type Behind = Period & { readonly figure: string; readonly key?: string };

export type BehindItem = {
  readonly stream: string; readonly on: string; readonly by?: string; readonly person?: string; readonly n: number; readonly fen: number; readonly process: ProcessName; readonly stage: string;
  readonly number?: string; readonly title?: string; readonly stageLabel?: Text; readonly officeLabel?: Text;
};
type Page = { readonly items: readonly BehindItem[]; readonly next?: string };

export const useBehind = (behind: Behind | undefined) =>
  useInfiniteQuery({
    queryKey: ['behind', behind],
    queryFn: ({ pageParam, signal }) => ask<Page>(`/figures/behind?${new URLSearchParams({ ...behind, ...(pageParam !== '' && { after: pageParam }), limit: '50' })}`, { signal }),
    enabled: behind !== undefined,
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
