import type { Text } from '../words';

/** One field that was refused. */
export type Fault = { readonly field: string; readonly value: unknown; readonly message: Text };

/** RFC 9457, as the API answers a refusal: Chinese in `detail`, English in `detailEn`. */
type Body = { readonly rule?: string; readonly basis?: Text; readonly title?: string; readonly detail?: string; readonly detailEn?: string; readonly field?: string; readonly value?: unknown; readonly faults?: readonly Fault[] };

/** A refusal, or an answer that is none. `status` 0: nobody answered. */
export class Problem extends Error {
  readonly status: number;
  /** The article in words, or the rule's stable code. */
  readonly rule: Text;
  readonly detail: Text;
  readonly field: string | undefined;
  readonly value: unknown;
  readonly faults: readonly Fault[];

  constructor(status: number, body: Body) {
    super(body.detailEn ?? body.detail ?? `HTTP ${status}`);
    this.status = status;
    const code = body.rule ?? String(status);
    this.rule = body.basis ?? { zh: code, en: code };
    this.detail = { zh: body.detail ?? body.title ?? `HTTP ${status}`, en: body.detailEn ?? body.detail ?? body.title ?? `HTTP ${status}` };
    this.field = body.field;
    this.value = body.value;
    this.faults = body.faults ?? [];
  }
}

export const unanswered = (): Problem => new Problem(0, { rule: 'no-answer' });

export const problemOf = async (answer: Response): Promise<Problem> => {
  const body: unknown = await answer.json().catch(() => ({}));
  return new Problem(answer.status, typeof body === 'object' && body !== null ? (body as Body) : {}); // RFC 9457 members are all optional
};
