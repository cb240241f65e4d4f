/** The store is away, or went away in mid-statement and the outcome is unknown: send the very same append again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly retryable = true;
}

/** More is waiting than the store will hold: nothing of this append was kept, send it again later. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  readonly retryable = true;
}

/** A string that cannot be kept as it is; the message names the field. */
export class UnstorableText extends Error {
  override readonly name = 'UnstorableText';
  readonly path: string;

  constructor(path: string, found: string, where: string) {
    super(`${path} holds ${found}, which cannot be stored (${where})`);
    this.path = path;
  }
}
