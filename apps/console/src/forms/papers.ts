import type { SentPaper } from '../api/send-command';

/** A paper of the form: asked for by the step, or added. `sha256` comes once the file is chosen and read. */
export type DraftPaper = { readonly id: string; readonly kind: string; readonly needed: boolean; readonly file?: string; readonly title: string; readonly sha256?: string; readonly signedOn?: string };

export const neededPapers = (kinds: readonly string[]): readonly DraftPaper[] => kinds.map((kind) => ({ id: kind, kind, needed: true, title: '' }));

export const missing = (papers: readonly DraftPaper[]): readonly string[] => papers.filter(({ needed, sha256 }) => needed && sha256 === undefined).map(({ id }) => id);

export const papersToSend = (papers: readonly DraftPaper[]): readonly SentPaper[] =>
  papers.flatMap(({ kind, title, file, sha256, signedOn }) =>
    sha256 === undefined ? [] : [{ kind, title: title.trim() || (file ?? kind).slice(0, 200), sha256, ...(signedOn !== undefined && { signedOn }) }]);

export const titleOf = (file: string): string => file.replace(/\.[^.]{1,8}$/, '').slice(0, 200);
