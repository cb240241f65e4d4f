const usual = /^[!-~〔〕、。，；：《》“”\u4e00-\u9fff]*$/u;
const unseen = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;
const wide = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d]/gu;
const narrow = (char: string) => String.fromCharCode(char.charCodeAt(0) - 0xfee0);

/** A cell as a reader sees it: no unseen characters, full-width digits, letters and hyphens made half-width, no space around it. Brackets and punctuation stay. */
export const plain = (typed: string): string =>
  usual.test(typed) ? typed : typed.normalize('NFC').replace(unseen, '').replace(wide, narrow).replace(/\r\n?/g, '\n').trim();

/** For comparing words: without any space. */
export const dense = (typed: string): string => plain(typed).replace(/\s+/gu, '');

/** For numbers, dates and amounts: every full-width sign made half-width. */
export const halfWidth = (typed: string): string => dense(typed).normalize('NFKC');

/** What people put into a cell that has nothing to say. */
export const saysNothing = (cell: string): boolean => /^(?:[-–—―/\\／＼]+|无)?$/u.test(dense(cell));
