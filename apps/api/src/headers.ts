import { refusal } from '@anjuan/lifecycle';
import { thrown } from './problem';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The command id is the client's: a repeat with the same one gets the same receipt. */
export const commandId = (headers: Headers): string => {
  const id = headers['idempotency-key'];
  if (typeof id !== 'string' || id === '')
    throw thrown(refusal('command-id-missing', '缺少 Idempotency-Key：每次提交须带命令编号，重试时用同一编号', 'Idempotency-Key is missing: every command needs an id, and a retry the same one', { field: 'Idempotency-Key' }));
  return id;
};

/** `If-Match: "12"`: the revision the sender looked at. */
export const seenRevision = (headers: Headers): number | undefined => {
  const value = headers['if-match'];
  if (value === undefined) return undefined;
  const revision = Number(typeof value === 'string' ? /^"([1-9]\d{0,15})"$/.exec(value)?.[1] : undefined);
  if (Number.isSafeInteger(revision)) return revision;
  throw thrown(refusal('invalid-revision', 'If-Match 须为带引号的版本号，如 "12"', 'If-Match must be a revision in quotes, such as "12"', { field: 'If-Match', value }));
};
