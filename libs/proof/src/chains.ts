import { noLeaf, type Link } from './entry';
import type { Findings } from './finding';

const first = noLeaf.toString('base64');

/** Follows each stream through the log: revisions from 1 on without a gap, each naming the leaf before it. One line of memory a stream. */
export const chains = (findings: Findings) => {
  const ends = new Map<string, { version: number; leaf: string }>();
  return {
    streams: () => ends.size,
    next: ({ stream, version, prev }: Link, leaf: string, index: number): void => {
      let end = ends.get(stream);
      if (!end) ends.set(stream, (end = { version: 0, leaf: first }));
      const revision = String(end.version + 1);
      const expected = end.leaf;
      end.version = Number(version);
      end.leaf = leaf;
      if (version === revision && prev === expected) return;
      const about = { kind: 'chain', index, stream, revision: Number(version) } as const;
      if (version !== revision)
        findings.add({ ...about, field: 'version', expected: revision, found: version, zh: `${stream} 应为第 ${revision} 版，却是第 ${version} 版：缺少或重复`, en: `${stream}: expected revision ${revision}, found ${version}: one is missing or comes twice` });
      else findings.add({ ...about, field: 'prev', expected, found: prev, zh: `${stream} 第 ${version} 版没有接在其前一版之后`, en: `${stream} revision ${version} does not follow from the one before it` });
    },
  };
};
