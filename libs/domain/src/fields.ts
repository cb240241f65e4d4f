import { z } from 'zod';
import { civilDate } from '@anjuan/calendar';
import type { Text } from '@anjuan/lifecycle';

/** Field schemas with their labels: one place for the words a form shows. */
// Zero-width characters, overrides of direction and control characters make two names look alike that are not.
const visible = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;
export const line = (zh: string, en: string, max = 200) => z.string().trim().min(1).max(max).regex(visible, { error: '含有不可见字符 / holds invisible characters' }).meta({ zh, en });
export const passage = (zh: string, en: string, min = 2) => z.string().trim().min(min).max(4000).meta({ zh, en, long: true });
export const date = (zh: string, en: string) => civilDate.meta({ zh, en });
export const yes = (zh: string, en: string) => z.boolean().meta({ zh, en });
export const persons = (zh: string, en: string, min: number) => z.array(line('人员', 'Person', 60)).min(min).max(50).refine((list) => new Set(list).size === list.length, { error: '同一人员重复 / the same person twice' }).meta({ zh, en });

/** An amount in fen, whole: 1 yuan is 100. */
export const fen = (zh: string, en: string) => z.int().min(1).max(100_000_000_000_000).meta({ zh: `${zh}（分）`, en: `${en} (fen)` });

/** Put there by a step and part of what it decided: the step is taken back, not the field corrected. */
export const fixed = <T extends z.ZodType>(schema: T, when: true | 'lanes' = true): T => schema.meta({ ...schema.meta(), fixed: when });

/** Encrypted from the first event on, never shown. */
export const sealed = (zh: string, en: string) => z.string().trim().min(1).max(500).meta({ zh, en, sealed: true });

export const choice = <const O extends Readonly<Record<string, Text>>>(zh: string, en: string, options: O) =>
  z.enum(Object.keys(options) as [keyof O & string, ...(keyof O & string)[]]).meta({ zh, en, options });

export const streamId = z.string().regex(/^(clue|case)-[a-z2-7]{26}$/);
