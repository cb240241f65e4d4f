const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });

/** The office's date: limits end at 24:00 Asia/Shanghai, wherever the browser stands. */
export const today = (now = new Date()): string => shanghai.format(now);

/** Date of an instant in the office's time zone. */
export const dateOf = (instant: string): string => shanghai.format(new Date(instant));

/** `2026-03-02 09:15`, in the office's time zone. */
export const momentOf = (instant: string): string => `${dateOf(instant)} ${clock.format(new Date(instant))}`;

/** Days from today to the date; negative when it has passed. */
export const daysUntil = (date: string, from = today()): number => Math.round((Date.parse(date) - Date.parse(from)) / 86_400_000);
