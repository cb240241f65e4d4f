import { noLeaf, type Entry } from './entry';
import type { Findings } from './finding';
import type { Hash } from './hash';

const first = noLeaf.toString('base64');

/** Follows each stream through the log: revisions from 1 on without a gap, each naming the leaf before it. One line of memory a stream. */
export const chains = (findings: Findings) => {
  const ends = new Map<string, { readonly version: number; readonly leaf: Hash }>();
  return {
    streams: () => ends.size,
    next: ({ stream, version, prev }: Entry, leaf: Hash, index: number): void => {
      const end = ends.get(stream);
      const [revision, expected] = [(end?.version ?? 0) + 1, end?.leaf.toString('base64') ?? first];
      const about = { kind: 'chain', index, stream, revision: Number(version) } as const;
      if (version !== String(revision))
        findings.add({ ...about, field: 'version', expected: String(revision), found: version, zh: `${stream} 第 ${revision} 版之后接的是第 ${version} 版：缺少或重复`, en: `${stream}: expected revision ${revision}, found ${version}: one is missing or comes twice` });
      else if (prev !== expected)
        findings.add({ ...about, field: 'prev', expected, found: prev, zh: `${stream} 第 ${version} 版没有接在其前一版之后`, en: `${stream} revision ${version} does not follow from the one before it` });
      ends.set(stream, { version: Number(version), leaf });
    },
  };
};
