import { whole } from './xml';
import type { Zip } from './zip';

/** What a number in a cell of this style is. */
export type Style = 'date' | 'tenThousands' | undefined;

const isDateId = (id: number) => (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
const styleOf = (id: number, code: string | undefined): Style => {
  if (code === undefined) return isDateId(id) ? 'date' : undefined;
  // A format that also scales (`0!.0,"万元"`) shows 35000 as 3.5万元: there the value is in yuan.
  if (/万/u.test(code)) return /,(?:"|\\|万|$)|!\./u.test(code.replace(/#,##/gu, '')) ? undefined : 'tenThousands';
  return /[yd]/iu.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./gu, '')) ? 'date' : undefined;
};

/** The styles of a workbook, by the number under which cells name them. */
export const stylesOf = async (zip: Zip, part: string | undefined): Promise<Style[]> => {
  const styles: Style[] = [];
  if (!part || !zip.has(part)) return styles;
  const codes = new Map<number, string>();
  let inCells = false;
  await whole(zip, part, {
    open: (name, { numFmtId, formatCode = '' }) => {
      if (name === 'cellXfs') inCells = true;
      else if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      else if (name === 'xf' && inCells) styles.push(styleOf(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close: (name) => { if (name === 'cellXfs') inCells = false; },
  });
  return styles;
};
