import { join } from 'node:path';
import fc from 'fast-check';
import { cosigner, exitCode, formatPolicy, formatVerifierKey, logFiles, parsePolicy, proveEvent, serveWitness, tiles, Unusable, verifyProof, witness, writeDurably, type Policy } from '../src';
import { folders, logs, newWitnessKey, office } from './diary';

describe.each(logs)('In a log of %s,', (_, newKey, hashing) => {
  const newFolder = folders();

  const sealed = async () => {
    const home = newFolder();
    const diary = office(home, undefined, {}, newKey);
    const key = newWitnessKey('witness.example/w1');
    const server = await serveWitness(witness({ folder: join(home, 'seen'), key, logs: [diary.key], now: () => 1_780_000_000 }), 0);
    const policy = parsePolicy(formatPolicy(diary.key, `witness w1 ${formatVerifierKey(key)} ${server.url}\nquorum w1\n`));
    for (const stream of ['a', 'b', 'c']) await diary.write(stream, ...Array.from({ length: 100 }, (_, i) => `line ${i}`));
    const all = await diary.store.readAll(0, 1_000);
    await diary.seal(all);
    expect(await cosigner(diary.folder, policy.witnesses)()).toEqual([]);
    await server.stop();
    return { diary, policy, all };
  };

  const outcome = (text: string, policy: Policy) => {
    try {
      return exitCode(verifyProof(text, policy));
    } catch (error) {
      if (error instanceof Unusable) return 2;
      throw error;
    }
  };

  it('shows one event to somebody who has nothing but the keys he trusts: named by position, by revision or by id, as the format has it', async () => {
    const { diary, policy, all } = await sealed();
    const event = all[141]!;
    const text = (await proveEvent(diary.folder, '142'))!;
    expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra [\w+/=]+\nindex 141\n([\w+/]{43}=\n){8,9}\nanjuan\.local\/log\/\w+(\/sm3)?\n300\n[\w+/]{43}=\n\n— anjuan\.local\/\S+ \S+\n— witness\.example\/w1 \S+\n$/);
    for (const name of [`${event.stream}@${event.revision}`, event.id]) expect(await proveEvent(diary.folder, name)).toBe(text);
    for (const none of ['301', '0', 'b@101', 'b@4x', 'nobody', '00000000-0000-5000-8000-000000000000']) expect(await proveEvent(diary.folder, none)).toBeUndefined();
    const report = verifyProof(text, policy);
    expect(report).toMatchObject({ size: 300, index: 141, events: 1, found: 0, doubts: [], cosigned: [{ name: 'w1' }], witnessed: 300 });
    expect(exitCode(report)).toBe(0);
    expect(report.entry).toContain(`\nstream b\nversion ${event.revision}\n`);
    expect(report.entry).not.toContain('line');
    expect(verifyProof(text, undefined)).toMatchObject({ found: 0, doubts: [{ en: expect.stringContaining('--trust') as string }] });
    expect(exitCode(verifyProof(text, undefined))).toBe(3);
  });

  it('an event that came after the witness last signed is proved under the log\'s own signature, and no quorum stands behind it', async () => {
    const { diary, policy } = await sealed();
    await diary.write('d', 'late');
    await diary.seal((await diary.store.readAll(300, 10)));
    expect((await tiles(diary.folder, hashing).entries(1, 301)).length).toBe(45);
    const report = verifyProof((await proveEvent(diary.folder, '301'))!, policy);
    expect(report).toMatchObject({ size: 301, found: 0, doubts: [{ kind: 'quorum' }] });
    await writeDurably(join(diary.folder, logFiles.cosigned), '');
    await expect(proveEvent(diary.folder, '301')).rejects.toThrow('empty line');
  });

  it('any byte changed anywhere is caught, or makes it unreadable; so is another\'s log', async () => {
    const { diary, policy } = await sealed();
    const text = Buffer.from((await proveEvent(diary.folder, '7'))!);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), (at, mask) => {
        const bytes = Buffer.from(text);
        bytes[at]! ^= mask;
        expect(outcome(bytes.toString(), policy)).not.toBe(0);
      }),
      { numRuns: 1_000 },
    );
    const other = await sealed();
    expect(verifyProof(text.toString(), other.policy)).toMatchObject({ findings: [{ kind: 'signature' }] });
  });

  it.each([['nothing', ''], ['another format', 'c2sp.org/tlog-proof@v2\nindex 1\n\n'], ['no entry', 'c2sp.org/tlog-proof@v1\nindex 1\n\nx\n'], ['an entry that is none', 'c2sp.org/tlog-proof@v1\nextra AAAA\nindex 1\n\nx\n']])('%s is unusable, and said so', (_, text) => {
    expect(() => verifyProof(text, undefined)).toThrow(Unusable);
  });
});
