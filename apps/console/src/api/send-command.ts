import type { Actor } from '../actors';
import type { Text } from '../words';
import { ask } from './ask';
import type { ProcessName } from './meta';

export type SentPaper = { readonly kind: string; readonly title: string; readonly sha256: string; readonly signedOn?: string };

export type Sending = {
  readonly process: ProcessName;
  /** Absent for a command that begins a matter. */
  readonly id?: string;
  readonly name: string;
  /** One for each opening of a form, kept on every try: a second click is answered with the first one's receipt. */
  readonly key: string;
  readonly revision?: number;
  readonly actor: Actor;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly papers: readonly SentPaper[];
  readonly on?: string;
};

export type Done = {
  readonly receipt: { readonly stream: string; readonly revision: number; readonly position: number };
  readonly stage: string;
  readonly stageLabel: Text;
  readonly proposals?: readonly { readonly name: string; readonly waitsFor?: { readonly label: Text } }[];
};

export const pathOf = (process: ProcessName): string => `/${process}s`;

export const sendCommand = ({ process, id, name, key, revision, actor, asked, papers, on }: Sending): Promise<Done> =>
  ask<Done>(`${pathOf(process)}${id === undefined ? '' : `/${id}`}/commands/${name}`, {
    actor,
    headers: { 'idempotency-key': key, ...(revision !== undefined && { 'if-match': `"${revision}"` }) },
    body: { asked, papers, ...(on !== undefined && { on }) },
  });
