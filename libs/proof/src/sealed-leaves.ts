import { parseEntry, type Entry } from './entry';
import type { Findings } from './finding';
import type { Hash, Hashing } from './hash';
import { growingRows, tilePath, tiles, tileWidth } from './tiles';
import type { Vouched } from './vouched';

export type SealedLeaf = { readonly index: number; readonly position: number; readonly bytes: Buffer; readonly entry: Entry | undefined; readonly leaf: Hash };

/** Leaves in order, each tile held against the hashes over it as it fills; heads are compared where their size is reached. */
export async function* sealedLeaves(folder: string, hashing: Hashing, size: number, heads: readonly Vouched[], findings: Findings): AsyncGenerator<SealedLeaf> {
  const log = tiles(folder, hashing);
  const full: { level: number; n: number; row: readonly Hash[] }[] = [];
  const tree = growingRows(hashing, [], 0, (level, n, row) => full.push({ level, n, row }));
  /** Tiles that do not hold what the entries hash to; whether the tile or the entry was touched, the root will tell. */
  const odd: { path: string; index: number }[] = [];
  const hold = async (level: number, n: number, row: readonly Hash[]) => {
    const there = await log.hashes(level, n, size);
    const at = row.findIndex((hash, i) => !there[i]?.equals(hash));
    if (at >= 0) odd.push({ path: tilePath(`tile/${level}`, n, row.length), index: (n * tileWidth + at) * tileWidth ** level });
  };
  const compare = (head: Vouched) => {
    if (tree.root().equals(head.root)) return;
    findings.add(
      head.from === 'checkpoint' && odd[0]
        ? { kind: 'files', index: odd[0].index, zh: `日志文件中第 ${odd[0].index} 条登记被改动，与签名时不符`, en: `the log's own entry ${odd[0].index} was altered: it is not what was signed` }
        : {
            kind: head.from === 'checkpoint' ? 'rewritten' : 'forked', expected: head.root.toString('base64'), found: tree.root().toString('base64'),
            zh: `前 ${head.size} 条与${head.from === 'checkpoint' ? '已签名的检查点' : '当时见证或留存的检查点'}不符：历史被改写${head.from === 'checkpoint' ? '' : '并重新签名'}`,
            en: `the first ${head.size} leaves are not those of the ${head.from === 'checkpoint' ? 'signed checkpoint: history was rewritten' : `checkpoint that was ${head.from === 'seen' ? 'kept' : 'cosigned'} then: history was rewritten and signed again, as with a stolen key`}`,
          },
    );
  };
  const due = (reached: number) => heads.filter((head) => head.size === reached).forEach(compare);
  due(0);
  for (let n = 0; n * tileWidth < size; n += 1) {
    const [entries, positions] = [await log.entries(n, size), await log.positions(n, size)];
    for (const [i, bytes] of entries.entries()) {
      const leaf = hashing.leaf(bytes);
      tree.append(leaf);
      for (const { level, n: number, row } of full.splice(0)) await hold(level, number, row);
      if (tree.size() === size) for (const [level, row] of tree.rows.entries()) if (row.length > 0) await hold(level, Math.floor(size / tileWidth ** (level + 1)), row);
      due(tree.size());
      yield { index: n * tileWidth + i, position: positions[i]!, bytes, entry: parseEntry(bytes), leaf }; // both as wide as the tree says
    }
  }
  const current = heads.find(({ from }) => from === 'checkpoint');
  if (current && tree.root().equals(current.root))
    for (const { path } of odd) findings.add({ kind: 'files', zh: `${path} 被改动（登记本身与签名相符，可由登记重建）`, en: `${path} was altered (the entries are as they were signed, and it can be made from them again)` });
}
