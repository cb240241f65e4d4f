import { figureNames } from '@anjuan/domain';
import { parse } from '@anjuan/lifecycle';
import { stuckCauses } from '@anjuan/read-models';
import { z } from 'zod';
import { thrown } from './problem';

const whole = (most: number) => z.string().regex(/^\d{1,15}$/).transform(Number).pipe(z.int().min(0).max(most));
export const atLeast = whole(Number.MAX_SAFE_INTEGER).optional();
const word = z.string().min(1).max(100);
export const paging = { after: z.string().min(1).max(4_000).optional(), limit: whole(200).pipe(z.int().min(1)).default(50), atLeast };
export const dueBefore = z.iso.date().optional();
export const listQuery = z.strictObject({ stage: word.optional(), office: word.optional(), source: word.optional(), dueBefore, ...paging });
export const clocksQuery = z.strictObject({ dueBefore, ...paging });
const stuckPaging = { after: paging.after, limit: paging.limit };
export const stuckQuery = z.strictObject({ cause: z.enum(stuckCauses).optional(), healed: z.literal('true').transform(() => true).optional(), ...stuckPaging });
const period = { from: z.iso.date(), to: z.iso.date() };
export const figuresQuery = z.strictObject({ ...period, atLeast });
export const behindQuery = z.strictObject({ figure: z.enum(figureNames), key: word.optional(), ...period, after: paging.after, limit: paging.limit });
export const replayQuery = z.strictObject({ at: word.optional() });
export const compareQuery = z.strictObject({ from: word, to: word });
export const pageQuery = z.strictObject({ atLeast });

/** What stands after the question mark, parsed once; an unknown name is a mistake worth telling. */
export const askedQuery = <T>(schema: z.ZodType<T>, query: unknown): T => {
  const parsed = parse(schema, query);
  if ('ok' in parsed) return parsed.ok;
  throw thrown({ ...parsed.refused, rule: 'invalid-query' });
};
