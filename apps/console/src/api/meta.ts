import type { CommandForm as Derived } from '@anjuan/derive';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../forms/schema';
import type { Text } from '../words';
import { ask } from './ask';

export type Labelled = { readonly key: string; readonly label: Text };
export type Labels = Readonly<Record<string, Text>>;
export type ProcessName = 'clue' | 'case';

/** A command as the table gives it; its schema as the forms read it. */
export type CommandForm = Omit<Derived, 'schema'> & { readonly schema: Schema };

type Signers = readonly { readonly level: string; readonly label: Text }[];

/** How far a limit may be extended, how often, and who approves (`again`: from the second time on, where that differs); absent where the rules know no extension. */
export type Extension = { readonly atMost: { readonly unit: 'hours' | 'days' | 'workingDays' | 'months' | 'years'; readonly n: number }; readonly times: number; readonly approvedBy: Signers; readonly again?: Signers };

export type ProcessMeta = { readonly stages: Labels; readonly laneStages: readonly string[]; readonly commands: readonly CommandForm[]; readonly clocks: Readonly<Record<string, { readonly label: Text; readonly extension?: Extension }>> };

export type Meta = {
  readonly roles: Labels;
  readonly papers: Labels;
  readonly levels: Labels;
  readonly duties: Labels;
  readonly offices: Labels;
  readonly posts: Labels;
  /** Where clues come from. */
  readonly sources: Labels;
  /** Laws and rules, by the key before an article's number. */
  readonly instruments: Labels;
  readonly processes: Readonly<Record<ProcessName, ProcessMeta>>;
};

/** Words and forms of this build of the tables: asked once. */
export const useMetaQuery = () => useQuery({ queryKey: ['meta'], queryFn: ({ signal }) => ask<Meta>('/meta', { signal }), staleTime: Infinity });

export const formNamed = (meta: Meta, process: ProcessName, name: string): CommandForm | undefined => meta.processes[process].commands.find((form) => form.name === name);
