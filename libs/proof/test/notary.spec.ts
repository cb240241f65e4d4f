import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryEventStore } from '@anjuan/event-store';
import { firstWitness, formatCheckpoint, formatNote, growingTree, inclusionProof, keyFile, kinds, noLeaf, parseCheckpoint, parseEntry, parseNote, sealEvent, sha256, signingKey, signText, tilePath, tiles, verifiedSignatures, verifyInclusion, type CrashPoint } from '../src';
import { everything, filesOf, folders, office, secret } from './diary';

const newFolder = folders();
const checkpointIn = (folder: string) => parseCheckpoint(parseNote(readFileSync(join(folder, 'checkpoint'), 'utf8')).text);

describe('The notary', () => {
  it('numbers leaves in the order of the store and chains each stream', async () => {
    const diary = office(newFolder());
    await diary.write('a', '1', '2');
    await diary.write('b', '1');
    await diary.write('a', '3');
    await diary.seal(await everything(diary));
    const entries = await tiles(diary.folder, sha256).entries(0, 4);
    const told = entries.map((bytes) => parseEntry(bytes)!);
    expect(told.map(({ stream, version }) => `${stream} ${version}`)).toEqual(['a 1', 'a 2', 'b 1', 'a 3']);
    expect(told.map(({ prev }) => prev)).toEqual([noLeaf, sha256.leaf(entries[0]!), noLeaf, sha256.leaf(entries[1]!)].map((leaf) => leaf.toString('base64')));
    const note = parseNote(readFileSync(join(diary.folder, 'checkpoint'), 'utf8'));
    expect(verifiedSignatures(note, [diary.key])).toHaveLength(1);
    expect(checkpointIn(diary.folder)).toMatchObject({ origin: diary.key.name, size: 4 });
    expect(statSync(diary.file).mode & 0o777).toBe(0o600);
  });

  it('leaves the processor to others every few hundred events, however many it seals together', async () => {
    const diary = office(newFolder());
    for (let i = 0; i < 10; i += 1) await diary.write(`s${i}`, ...Array.from({ length: 200 }, (_, line) => `${line}`));
    let [sealed, before, longest] = [0, 0, 0];
    const counted = (await everything(diary)).map((event) => Object.defineProperty(event, 'policy', { enumerable: true, get: () => ((sealed += 1), 'policy-1') }));
    const once = sealed;
    sealEvent(counted[0]!, noLeaf, secret, sha256);
    const times = sealed - once;
    sealed = 0;
    let turn: NodeJS.Immediate;
    const look = () => {
      longest = Math.max(longest, sealed - before);
      before = sealed;
      turn = setImmediate(look);
    };
    look();
    await diary.seal(counted);
    clearImmediate(turn!);
    expect(sealed).toBe(2_000 * times);
    expect(Math.max(longest, sealed - before)).toBeLessThanOrEqual(500 * times);
  });

  it('lays its files as c2sp.org/tlog-tiles says, at 255, 256, 257 and 66,000 leaves', async () => {
    const folder = newFolder();
    const log = tiles(folder, sha256);
    const tree = growingTree(sha256);
    let size = 0;
    const growTo = async (to: number) => {
      const leaves = Array.from({ length: to - size }, (_, i) => ({ entry: Buffer.from(`${size + i}`), leaf: sha256.leaf(Buffer.from(`${size + i}`)), position: 10 * (size + i + 1) }));
      await log.extend(size, leaves);
      leaves.forEach(({ leaf }) => tree.append(leaf));
      size = to;
    };
    expect(tilePath('tile/0', 1_234_067, 256)).toBe('tile/0/x001/x234/067');
    await growTo(255);
    expect(filesOf(folder)).toEqual(['positions/000.p/255', 'tile/0/000.p/255', 'tile/entries/000.p/255']);
    await growTo(256);
    expect(filesOf(folder)).toEqual(['positions/000', 'tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']);
    await growTo(257);
    expect(filesOf(folder)).toEqual(['positions/000', 'positions/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1', 'tile/entries/000', 'tile/entries/001.p/1']);
    await growTo(66_000);
    expect(filesOf(folder)).toEqual(expect.arrayContaining(['tile/0/257.p/208', 'tile/1/000', 'tile/1/001.p/1', 'tile/2/000.p/1']));
    for (const index of [0, 255, 256, 65_535, 65_536, 65_999]) {
      expect(verifyInclusion(sha256, sha256.leaf(Buffer.from(`${index}`)), index, size, await inclusionProof(log.subtrees(size), index, size), tree.root())).toBe(true);
      expect(await log.indexOf(10 * (index + 1), size)).toBe(index);
    }
    expect(await log.indexOf(15, size)).toBeUndefined();
    expect(await log.indexOf(700_000, size)).toBeUndefined();
  });

  it.each<CrashPoint>(['notary.afterTiles', 'notary.afterWitness', 'notary.afterCheckpoint'])('stopped at %s, goes on to the same log as if it had not been', async (point) => {
    const [home, calm] = [newFolder(), newFolder()];
    const store = memoryEventStore();
    const diary = office(home, store);
    cpSync(join(home, 'keys'), join(calm, 'keys'), { recursive: true });
    await diary.write('a', '1', '2', '3');
    await diary.seal(await everything(diary));
    await diary.write('a', ...Array.from({ length: 300 }, (_, i) => `${i}`));
    const dying = office(home, store, { crash: (passed) => { if (passed === point) throw new Error('killed'); } });
    await expect(dying.seal((await everything(diary)).slice(3))).rejects.toThrow('killed');
    await diary.write('b', '1');
    const again = office(home, store);
    await again.seal((await everything(diary)).slice(3));
    await office(calm, store).seal(await everything(diary));
    expect(readFileSync(join(home, 'proof', 'checkpoint'), 'utf8')).toBe(readFileSync(join(calm, 'proof', 'checkpoint'), 'utf8'));
    for (const file of filesOf(join(calm, 'proof'))) expect(readFileSync(join(home, 'proof', file))).toEqual(readFileSync(join(calm, 'proof', file)));
  });

  it('makes up what it lacks from the store when its folder was lost, or put back to an earlier day', async () => {
    const home = newFolder();
    const diary = office(home);
    for (const text of ['1', '2', '3']) await diary.write('a', text);
    await diary.seal((await everything(diary)).slice(0, 2));
    cpSync(diary.folder, join(home, 'backup'), { recursive: true });
    await diary.seal((await everything(diary)).slice(2));
    const signed = readFileSync(join(diary.folder, 'checkpoint'), 'utf8');
    for (const lost of [() => undefined, () => cpSync(join(home, 'backup'), diary.folder, { recursive: true })]) {
      rmSync(diary.folder, { recursive: true });
      lost();
      await office(home, diary.store).catchUp(3);
      expect(readFileSync(join(diary.folder, 'checkpoint'), 'utf8')).toBe(signed);
    }
  });

  it('takes the chain of a stream up again from the log after a restart', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1', '2');
    await diary.seal(await everything(diary));
    await diary.write('a', '3');
    await office(home, diary.store).seal((await everything(diary)).slice(2));
    const entries = await tiles(diary.folder, sha256).entries(0, 3);
    expect(parseEntry(entries[2]!)?.prev).toBe(sha256.leaf(entries[1]!).toString('base64'));
  });

  it('does not sign a store that was put back to an earlier day and went on', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1', '2', '3');
    await diary.seal(await everything(diary));
    const other = office(home);
    await other.write('a', '1', '2');
    await other.write('b', 'instead of the third');
    const signed = readFileSync(join(home, 'proof', 'checkpoint'), 'utf8');
    await expect(other.seal((await everything(other)).slice(2))).rejects.toThrow(/position 3: b 1 is not what was sealed there/);
    rmSync(diary.folder, { recursive: true });
    await expect(other.catchUp(3)).rejects.toThrow(/signed before: 3 leaves/);
    await expect(other.seal((await everything(other)).slice(0, 2))).rejects.toThrow(/3 leaves were signed, and now there are only 2/);
    expect(existsSync(join(home, 'proof', 'checkpoint'))).toBe(false);
    expect(signed).toContain(other.key.name);
  });

  it('has a signer that signs for one log and forgets nothing: neither for another name, nor for fewer leaves, nor for others', async () => {
    const diary = office(newFolder());
    await diary.write('a', '1', '2', '3');
    await diary.seal(await everything(diary));
    const { origin, size, root } = checkpointIn(diary.folder);
    const signer = firstWitness(signingKey(diary.key.name, kinds.note, keyFile(diary.file)), `${diary.file}.signed`);
    const kept = readFileSync(`${diary.file}.signed`, 'utf8');
    await expect(signer.sign({ origin: `${origin}/2`, size, root }, [])).rejects.toThrow(`this key signs for ${origin}, not for ${origin}/2`);
    await expect(signer.sign({ origin, size: 2, root }, [])).rejects.toThrow('signed before: 3 leaves');
    await expect(signer.sign({ origin, size, root: Buffer.alloc(32) }, [])).rejects.toThrow('signed before: 3 leaves');
    expect(readFileSync(`${diary.file}.signed`, 'utf8')).toBe(kept);
    expect(await signer.sign({ origin, size, root }, [])).toMatchObject({ name: origin });
  });

  it('seals no revision whose stream lacks the one before it, or has it elsewhere than where it was sealed', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1');
    await diary.write('b', '1');
    await diary.seal(await everything(diary));
    await diary.write('a', '2', '3');
    const [first, other, second, third] = await everything(diary);
    /** A notary that starts now, over a store that says this of the stream. */
    const over = (...events: readonly (typeof first)[]) => office(home, { ...diary.store, read: async (_, after = 0) => ({ events: events.flatMap((event) => (event && event.revision > after ? [event] : [])), commands: [] }) });
    await expect(diary.seal([third!])).rejects.toThrow('a: revision 3 came, but revision 2 was never sealed');
    await expect(over(first, third).seal([third!])).rejects.toThrow('a: revision 3 came, but revision 2 was never sealed');
    await expect(over(second).seal([second!])).rejects.toThrow('a: revision 2 came, but revision 1 was never sealed');
    await expect(over({ ...first!, position: other!.position }, second).seal([second!])).rejects.toThrow('a: revision 1 stands at position 2, where b 1 was sealed');
    expect(checkpointIn(diary.folder).size).toBe(2);
  });

  it('does not go on from a checkpoint that is of another log or that its own key did not sign, nor under a name that was closed', async () => {
    const diary = office(newFolder());
    await diary.write('a', '1', '2');
    await diary.seal(await everything(diary));
    const file = join(diary.folder, 'checkpoint');
    const own = keyFile(diary.file);
    const [key, stranger] = [signingKey(diary.key.name, kinds.note, own), signingKey(diary.key.name, kinds.note, generateKeyPairSync('ed25519').privateKey)];
    const { size, root } = checkpointIn(diary.folder);
    const put = (origin: string, by: typeof key) => writeFileSync(file, formatNote({ text: formatCheckpoint({ origin, size, root }), signatures: [signText(by, formatCheckpoint({ origin, size, root }), 0)] }));
    put(key.name, stranger);
    await expect(diary.reached()).rejects.toThrow(`and not signed by ${key.name} (${key.id})`);
    put('anjuan.local/log/other', key);
    await expect(diary.reached()).rejects.toThrow('the checkpoint is of anjuan.local/log/other');
    put(key.name, key);
    expect(await diary.reached()).toEqual({ size: 2, position: 2 });
    writeFileSync(`${diary.file}.signed`, formatCheckpoint({ origin: `${key.name}/2`, size, root }));
    await expect(diary.reached()).rejects.toThrow(`this key signs for ${key.name}/2 now, not for ${key.name}`);
  });

  it('stops at a tile that was touched, and at a key that others may read', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1', '2');
    await diary.seal(await everything(diary));
    const tile = join(diary.folder, 'tile/0/000.p/2');
    const bytes = readFileSync(tile);
    writeFileSync(tile, Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]));
    await expect(diary.reached()).rejects.toThrow('do not lead to the root');
    truncateSync(tile, 63);
    await expect(diary.reached()).rejects.toThrow('tile/0/000.p/2: expected 64 bytes, found 63');
    chmodSync(diary.file, 0o644);
    expect(() => office(home)).toThrow('may be read by others');
  });
});
