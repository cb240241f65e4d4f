import { z } from 'zod';
import { text, type Text } from '@anjuan/lifecycle';

const mark = z.strictObject({ name: z.string().min(1), days: z.int().min(-365).max(365), to: z.string().min(1) });

/** Marks of the default policy, in words. */
export const markWords: Readonly<Record<string, Text>> = {
  warning: text('预警', 'warning'),
  lastWarning: text('临期预警', 'last warning'),
  expired: text('期限届满', 'the limit has ended'),
  escalated: text('逾期上报', 'overdue, escalated'),
  escalatedAgain: text('逾期再次上报', 'overdue, escalated again'),
};

/** Values the law leaves open (domain §5) and those an office sets for itself. Kept by version with every event. */
export const policySchema = z.strictObject({
  version: z.string().min(1),
  lateEntryWorkingDays: z.int().min(0),
  /** Is a plain weekend a 节假日 in IR 327? Not defined there. */
  weekendsAreHolidays: z.boolean(),
  /** WR 21 says the opinion is 提出: proposed, not approved. */
  disposalStops: z.enum(['proposed', 'approved']),
  disposalAnchor: z.enum(['organReceipt', 'departmentReceipt']),
  /** "自宣布之日起算" for custody: counting the announcement day gives the earlier end. */
  custodyCountsAnnouncementDay: z.boolean(),
  /** Before (negative) and after the end of a limit, who hears of it: escalation by rank. */
  marks: z.array(mark),
});
export type Policy = z.infer<typeof policySchema>;

export const defaultPolicy: Policy = {
  version: 'default-1',
  lateEntryWorkingDays: 5,
  weekendsAreHolidays: true,
  disposalStops: 'proposed',
  disposalAnchor: 'organReceipt',
  custodyCountsAnnouncementDay: true,
  marks: [
    { name: 'warning', days: -7, to: 'handler' },
    { name: 'lastWarning', days: -2, to: 'handler' },
    { name: 'expired', days: 0, to: 'dept' },
    { name: 'escalated', days: 3, to: 'leader' },
    { name: 'escalatedAgain', days: 7, to: 'chief' },
  ],
};
