/** Every label a person reads, Chinese first. */
export type Text = { readonly zh: string; readonly en: string };

/** Civil date in the office's time zone, YYYY-MM-DD. Counting them is the calendar's work. */
export type CivilDate = string;

/** Who acts, in which office and post, and for whom. */
export type Actor = { readonly person: string; readonly office: string; readonly post: string; readonly onBehalfOf?: string };

/** A paper handed in with a command: the file stays with the office, its hash goes into the history. */
export type FiledPaper = { readonly kind: string; readonly title: string; readonly sha256: string; readonly signedOn?: CivilDate };

/** A value that was refused, by field. */
export type Fault = { readonly field: string; readonly value: unknown; readonly message: Text };

/**
 * Why a command was not carried out. Refusals are values: they are not stored, and the same command may be sent again.
 * `rule` is a stable code or the article; `message` says what to do.
 */
export type Refusal = {
  readonly rule: string;
  readonly message: Text;
  readonly field?: string;
  readonly value?: unknown;
  readonly faults?: readonly Fault[];
};

export const text = (zh: string, en: string): Text => ({ zh, en });

export const refusal = (rule: string, zh: string, en: string, about: { field?: string; value?: unknown } = {}): Refusal => ({
  rule,
  message: { zh, en },
  ...about,
});
