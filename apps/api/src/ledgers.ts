import { importLedger, type Door, type Imported, type ImportProgress, type Ledger } from '@anjuan/ledger';
import type { Actor } from '@anjuan/lifecycle';

export type Importing = { readonly vouchedBy: string } & (
  | { readonly state: 'running'; readonly progress: ImportProgress }
  | { readonly state: 'done' | 'stopped'; readonly result: Imported }
  /** The store went away, or something broke: begun again it goes on. */
  | { readonly state: 'brokenOff' }
);

type Kept = { ledger: Ledger; importing?: Importing; stop?: AbortController };

const mostKept = 4;

/**
 * Ledgers that were uploaded, by the hash of their bytes, and how far their import is. In memory only: an import outlives the browser that began it; when the process ends, the file is uploaded again and the import goes on
 * where the store is.
 */
export const ledgerDesk = (onBroken: (error: unknown) => void) => {
  const desk = new Map<string, Kept>();
  const isRunning = ({ importing }: Kept) => importing?.state === 'running';

  /** False when every place is taken by an import under way. */
  const makeRoom = (): boolean => {
    if (desk.size < mostKept) return true;
    const [oldest] = [...desk].find(([, kept]) => !isRunning(kept)) ?? [];
    return oldest !== undefined && desk.delete(oldest);
  };

  return {
    find: (file: string): Readonly<Kept> | undefined => desk.get(file),
    /** The same file again finds what was put right in it, and its import. */
    put: (ledger: Ledger): Readonly<Kept> | undefined => {
      const known = desk.get(ledger.file);
      if (known) return known;
      if (!makeRoom()) return undefined;
      const kept: Kept = { ledger };
      desk.set(ledger.file, kept);
      return kept;
    },
    replace: (ledger: Ledger): void => {
      const kept = desk.get(ledger.file);
      if (kept) kept.ledger = ledger;
    },
    isRunning,
    /** Begins, or goes on; does not wait for the end. */
    begin: (file: string, { door, vouchedBy, actor }: { readonly door: Door; readonly vouchedBy: string; readonly actor: Actor }): void => {
      const kept = desk.get(file);
      if (!kept || isRunning(kept)) return;
      kept.stop = new AbortController();
      kept.importing = { vouchedBy, state: 'running', progress: { done: 0, of: kept.ledger.accepted.length, perSecond: 0, secondsLeft: 0 } };
      importLedger(kept.ledger, { door, vouchedBy, actor }, { signal: kept.stop.signal, onProgress: (progress) => { kept.importing = { vouchedBy, state: 'running', progress }; } }).then(
        (result) => { kept.importing = { vouchedBy, state: result.left > 0 ? 'stopped' : 'done', result }; },
        (error: unknown) => {
          kept.importing = { vouchedBy, state: 'brokenOff' };
          onBroken(error);
        },
      );
    },
    stop: (file: string): void => desk.get(file)?.stop?.abort(),
  };
};
