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

/** A newer release writes to this store: this one may go on reading and appends no more. */
export class NewerRelease extends Error {
  override readonly name = 'NewerRelease';

  constructor(own: number, found: number) {
    super(`存储已由第 ${found} 次发布的程序写入，本程序属第 ${own} 次发布，不再写入；请升级本系统 / release ${found} writes to this store and this is release ${own}, which appends no more: update this installation`);
  }
}
