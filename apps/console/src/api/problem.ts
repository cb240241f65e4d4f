import type { Text } from '../words';

/** One field that was refused. */
export type Fault = { readonly field: string; readonly value: unknown; readonly message: Text };

/** RFC 9457, as the API answers a refusal: Chinese in `detail`, English in `detailEn`. */
type Body = { readonly rule?: string; readonly basis?: Text; readonly title?: string; readonly detail?: string; readonly detailEn?: string; readonly field?: string; readonly value?: unknown; readonly faults?: readonly Fault[]; readonly links?: { readonly self?: string } };

/** A refusal, or an answer that is none. `status` 0: nobody answered. */
export class Problem extends Error {
  readonly status: number;
  /** Stable, for code; `rule` is for people. */
  readonly code: string;
  /** The article in words, or the rule's stable code. */
  readonly rule: Text;
  readonly detail: Text;
  readonly field: string | undefined;
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Page of the matter it is about, where that is another one or came to be unseen. */
  readonly page: string | undefined;

  constructor(status: number, body: Body) {
    super(body.detailEn ?? body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.rule ?? String(status);
    this.rule = body.basis ?? { zh: this.code, en: this.code };
    this.detail = { zh: body.detail ?? body.title ?? `HTTP ${status}`, en: body.detailEn ?? body.detail ?? body.title ?? `HTTP ${status}` };
    this.field = body.field;
    this.value = body.value;
    this.faults = body.faults ?? [];
    this.page = body.links?.self?.replace(/^\/api/, '');
  }
}

/** Whether it was done cannot be told from this answer: only asking again with the same key can. */
export const isUnsure = ({ status }: Problem): boolean => status === 0 || status >= 500;

export const unanswered = (): Problem => new Problem(0, { rule: 'no-answer' });

export const problemOf = async (answer: Response): Promise<Problem> => {
  const body: unknown = await answer.json().catch(() => ({}));
  return new Problem(answer.status, typeof body === 'object' && body !== null ? (body as Body) : {}); // RFC 9457 members are all optional
};
