import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '@anjuan/local';
import { consistencyProof, cosigner, formatVerifierKey, inclusionProof, proveEvent, rootOf, serveWitness, sha256, tiles, witness } from '@anjuan/proof';
import { findGo, needs } from '@anjuan/test/support';
import { newWitnessKey, office } from '../../libs/proof/test/diary';

needs('go')('Go\'s own checkpoint database', () => {
  const home = mkdtempSync(join(tmpdir(), 'anjuan-proof-go-'));
  const program = join(home, 'proof-go');
  const run = (args: readonly string[]) => promisify(execFile)(program, args).then(({ stdout }) => stdout, ({ stderr }: { stderr: string }) => stderr);

  beforeAll(() => promisify(execFile)(findGo()!, ['build', '-o', program, '.'], { cwd: join(root, 'test', 'proof-go'), env: { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false' } }), 120_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('finds our checkpoint signed and cosigned, every leaf in our tiles, and all our proofs right', async () => {
    const diary = office(home);
    const key = newWitnessKey('witness.example/w1');
    const server = await serveWitness(witness({ folder: join(home, 'seen'), key, logs: [diary.key], now: () => 1_780_000_000 }), 0);
    const ask = cosigner(diary.folder, [{ name: 'w1', key, url: server.url }]);
    const sizes: number[] = [];
    for (let size = 0; size < 700; ) {
      const lines = [1, 2, 3, 122, 200, 256, 116][sizes.length]!; // in all 700
      await diary.write(`stream ${sizes.length}`, ...Array.from({ length: lines }, (_, i) => `第 ${i} 行`));
      await diary.seal((await diary.store.readAll(0, 10_000)).slice(size));
      expect(await ask()).toEqual([]);
      sizes.push((size += lines));
    }
    await server.stop();

    const log = tiles(diary.folder, sha256);
    const entries = (await Promise.all([0, 1, 2].map((n) => log.entries(n, 700)))).flat();
    const text = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('base64'));
    const at = async (size: number) => (await rootOf(log.subtrees(size), size)).toString('base64');
    const Inclusion = await Promise.all(sizes.flatMap((size) => [0, 1, 5, 127, 255, 256, 511, size - 1].filter((index) => index < size).map(async (Index) => ({ Index, Size: size, Root: await at(size), Proof: text(await inclusionProof(log.subtrees(size), Index, size)) }))));
    const Consistency = await Promise.all(sizes.flatMap((to) => sizes.filter((from) => from <= to).map(async (from) => ({ From: from, To: to, FromRoot: await at(from), ToRoot: await at(to), Proof: text(await consistencyProof(log.subtrees(to), from, to)) }))));
    const proofs = join(home, 'proofs.json');
    writeFileSync(proofs, JSON.stringify({ Entries: entries.map((entry) => entry.toString('base64')), Inclusion, Consistency }));
    const [logKey, witnessKey] = [formatVerifierKey(diary.key), formatVerifierKey(key)];
    expect(await run([diary.folder, logKey, witnessKey, proofs])).toBe(`ok 700 leaves, ${Inclusion.length} inclusion proofs, ${Consistency.length} consistency proofs\n`);

    const proof = join(home, 'event.tlog-proof');
    for (const position of [1, 256, 700]) {
      writeFileSync(proof, (await proveEvent(diary.folder, String(position)))!);
      expect(await run([proof, logKey, witnessKey])).toBe(`ok leaf ${position - 1} of 700\n`);
    }
    writeFileSync(proof, (await proveEvent(diary.folder, '421'))!.replace('index 420', 'index 419'));
    expect(await run([proof, logKey, witnessKey])).toMatch(/inclusion|proof|hash/i);

    // And Go can say no: another's key, a leaf's entry exchanged.
    expect(await run([diary.folder, logKey, formatVerifierKey(newWitnessKey('witness.example/w1')), proofs])).toMatch(/expected 2 signatures, found 1/);
    writeFileSync(proofs, JSON.stringify({ Entries: entries.with(3, entries[4]!).map((entry) => entry.toString('base64')), Inclusion, Consistency }));
    expect(await run([diary.folder, logKey, witnessKey, proofs])).toMatch(/leaf 3 is not the hash of its entry/);
    expect(sha256.leaf(entries[3]!)).not.toEqual(sha256.leaf(entries[4]!));
  });
});
