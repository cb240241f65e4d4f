import fc from 'fast-check';
import { consistencyProof, growingTree, inclusionProof, rootOf, sha256, verifyConsistency, verifyInclusion, type Hash, type Subtrees } from '../src';

/** RFC 6962 §2.1, word for word. */
const merkleTreeHash = (leaves: readonly Hash[]): Hash => {
  if (leaves.length === 0) return sha256.emptyRoot;
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return sha256.node(merkleTreeHash(leaves.slice(0, k)), merkleTreeHash(leaves.slice(k)));
};

const subtreeOf = (leaves: readonly Hash[]): Subtrees => ({ hashing: sha256, over: async (level, index) => merkleTreeHash(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)) });
const some = (n: number) => Array.from({ length: n }, (_, i) => sha256.leaf(Buffer.from(`entry ${i}`)));
const grown = (leaves: readonly Hash[]) => {
  const tree = growingTree(sha256);
  leaves.forEach(tree.append);
  return { size: tree.size(), root: tree.root() };
};
const flipped = (hash: Hash, bit: number): Hash => {
  const other = Buffer.from(hash);
  other[(bit >> 3) % 32]! ^= 1 << (bit & 7);
  return other;
};

describe('The tree of Certificate Transparency', () => {
  // The eight leaves and their roots, as every implementation of RFC 6962 is tried on them.
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => sha256.leaf(Buffer.from(hex, 'hex')));
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const subtree = subtreeOf(leaves);
  const hex = (hashes: readonly Hash[]) => hashes.map((hash) => hash.toString('hex'));

  it('has the roots that everybody finds, from none to eight leaves', () => {
    expect(sha256.emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leaves.map((_, i) => grown(leaves.slice(0, i + 1)).root.toString('hex'))).toEqual(roots);
  });

  it('has the paths that everybody finds', async () => {
    expect(hex(await inclusionProof(subtree, 0, 8))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(await inclusionProof(subtree, 5, 8))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(await consistencyProof(subtree, 6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(await consistencyProof(subtree, 2, 5))).toEqual(['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']);
  });
});

describe('A tree of any size', () => {
  const size = fc.integer({ min: 1, max: 300 });

  it('grown leaf by leaf has the root of the definition', () =>
    fc.assert(fc.property(fc.integer({ min: 0, max: 300 }), (n) => grown(some(n)).root.equals(merkleTreeHash(some(n))))));

  it('has it too when each leaf comes in base64, and tells it between any two leaves', () => {
    const [tree, leaves] = [growingTree(sha256), some(300)];
    for (const [i, leaf] of leaves.entries()) {
      expect(sha256.leafText(Buffer.from(`entry ${i}`))).toBe(leaf.toString('base64'));
      tree.append(sha256.leafText(Buffer.from(`entry ${i}`)));
      expect(tree.root()).toEqual(merkleTreeHash(leaves.slice(0, i + 1)));
    }
  });

  it('proves every leaf of it, and nothing else', () =>
    fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (n, where, bit) => {
        const leaves = some(n);
        const index = where % n;
        const leaf = leaves[index]!;
        const { root } = grown(leaves);
        const proof = await inclusionProof(subtreeOf(leaves), index, n);
        expect(verifyInclusion(sha256, leaf, index, n, proof, root)).toBe(true);
        expect(verifyInclusion(sha256, flipped(leaf, bit), index, n, proof, root)).toBe(false);
        expect(verifyInclusion(sha256, leaf, index, n, proof, flipped(root, bit))).toBe(false);
        expect(verifyInclusion(sha256, leaf, n, n, proof, root)).toBe(false);
        expect(verifyInclusion(sha256, leaf, index, n, [...proof, root], root)).toBe(false);
        for (const i of proof.keys()) {
          expect(verifyInclusion(sha256, leaf, index, n, proof.with(i, flipped(proof[i]!, bit)), root)).toBe(false);
          expect(verifyInclusion(sha256, leaf, index, n, proof.toSpliced(i, 1), root)).toBe(false);
        }
        const other = (index + 1 + (bit % Math.max(1, n - 1))) % n;
        if (other !== index) expect(verifyInclusion(sha256, leaf, other, n, proof, root)).toBe(false);
      }),
    ));

  it('proves every earlier tree, and no other', () =>
    fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (n, where, bit) => {
        const leaves = some(n);
        const later = grown(leaves);
        const earlier = grown(leaves.slice(0, where % (n + 1)));
        const proof = await consistencyProof(subtreeOf(leaves), earlier.size, n);
        expect(verifyConsistency(sha256, earlier, later, proof)).toBe(true);
        expect(verifyConsistency(sha256, { ...earlier, root: flipped(earlier.root, bit) }, later, proof)).toBe(false);
        if (earlier.size > 0) expect(verifyConsistency(sha256, earlier, { ...later, root: flipped(later.root, bit) }, proof)).toBe(false);
        expect(verifyConsistency(sha256, later, earlier, proof)).toBe(earlier.size === n);
        expect(verifyConsistency(sha256, earlier, later, [...proof, later.root])).toBe(false);
        if (earlier.size > 0) expect(verifyConsistency(sha256, earlier, { ...later, size: 2 * n }, proof)).toBe(false);
        for (const i of proof.keys()) {
          expect(verifyConsistency(sha256, earlier, later, proof.with(i, flipped(proof[i]!, bit)))).toBe(false);
          expect(verifyConsistency(sha256, earlier, later, proof.toSpliced(i, 1))).toBe(false);
        }
      }),
    ));

  it('knows its root from any cut into subtrees', () => fc.assert(fc.asyncProperty(size, async (n) => (await rootOf(subtreeOf(some(n)), n)).equals(grown(some(n)).root))));

  it('counts beyond 2^31 leaves', async () => {
    // One subtree stands for all of that height, as if every leaf were the same.
    const heights = [some(1)[0]!];
    for (let i = 0; i < 50; i += 1) heights.push(sha256.node(heights[i]!, heights[i]!));
    const same: Subtrees = { hashing: sha256, over: async (level) => heights[level]! };
    const [n, m, index] = [2 ** 48 + 2 ** 33 + 12_345, 2 ** 40 + 7, 2 ** 41 + 99];
    const root = await rootOf(same, n);
    expect(verifyInclusion(sha256, heights[0]!, index, n, await inclusionProof(same, index, n), root)).toBe(true);
    expect(verifyConsistency(sha256, { size: m, root: await rootOf(same, m) }, { size: n, root }, await consistencyProof(same, m, n))).toBe(true);
  });
});
