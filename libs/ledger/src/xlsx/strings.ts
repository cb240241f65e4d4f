import { damaged } from '../unreadable';
import { whole } from './xml';
import type { Zip } from './zip';

const mostStrings = 6_000_000;

/** `_x000D_` and its like: how the format writes characters that XML cannot hold. */
export const unescaped = (text: string) => (text.includes('_x') ? text.replace(/_x([0-9A-F]{4})_/giu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text);

/** The texts that cells of kind `s` point to; how they are read aloud is left out. */
export const sharedStrings = async (zip: Zip, part: string | undefined): Promise<string[]> => {
  const strings: string[] = [];
  if (!part || !zip.has(part)) return strings;
  let [string, inText, spoken] = ['', false, false];
  await whole(zip, part, {
    open: (name) => {
      if (name === 'si') string = '';
      else if (name === 'rPh') spoken = true;
      else if (name === 't') inText = !spoken;
    },
    text: (text) => { if (inText) string += text; },
    close: (name) => {
      if (name === 'si' && strings.push(unescaped(string)) > mostStrings) throw damaged();
      else if (name === 'rPh') spoken = false;
      else if (name === 't') inText = false;
    },
  }, Infinity);
  return strings;
};
