import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { BadNote, formatVerifierKey, growingTree, hashingOf, keyFile, kinds, logKey, newSm2Key, originAfter, originNumber, parsePolicy, parseVerifierKey, rawOf, signingKey, signText, sm3, verifiedSignatures, type Hash } from '../src';
import { isSm2, verifySm2, sm2KeyOf } from '../src/sm2';
import { folders, newWitnessKey } from './diary';

const newFolder = folders();
const newKey = (name?: string) => logKey(createPrivateKey(newSm2Key()), name);

describe('SM3', () => {
  it.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('of %s is as GB/T 32905-2016 annex A has it', (text, expected) => {
    expect(Buffer.from(sm3.text(text), 'base64').toString('hex')).toBe(expected);
  });

  it('makes the tree of RFC 6962 as SHA-256 does', () => {
    const digest = (...parts: readonly Uint8Array[]): Hash => parts.reduce((hash, part) => hash.update(part), createHash('sm3')).digest();
    const rootOf = (entries: readonly Buffer[]): Hash => {
      if (entries.length === 1) return digest(Buffer.of(0), entries[0]!);
      let k = 1;
      while (2 * k < entries.length) k *= 2;
      return digest(Buffer.of(1), rootOf(entries.slice(0, k)), rootOf(entries.slice(k)));
    };
    const tree = growingTree(sm3);
    expect(tree.root()).toEqual(digest());
    const entries: Buffer[] = [];
    for (let n = 1; n <= 70; n += 1) {
      entries.push(Buffer.from(`entry ${n}`));
      tree.append(n % 2 ? sm3.leaf(entries.at(-1)!) : sm3.leafText(entries.at(-1)!));
      expect(tree.root()).toEqual(rootOf(entries));
    }
  });
});

describe('SM2', () => {
  it('takes the signature that GB/T 32918.5-2017 annex A gives of `message digest`, and no other', () => {
    const key = sm2KeyOf(Buffer.from('0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13', 'hex'));
    const signature = Buffer.from('f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa', 'hex');
    expect(verifySm2('message digest', key, signature)).toBe(true);
    expect(verifySm2('message digest.', key, signature)).toBe(false);
    for (const wrong of [Buffer.alloc(64), Buffer.alloc(64, 0xff), Buffer.concat([signature.subarray(32), signature.subarray(0, 32)])]) expect(verifySm2('message digest', key, wrong)).toBe(false);
  });

  it('signs what it verifies, and neither another text nor another key fits', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, other) => {
        fc.pre(text !== other);
        const [key, stranger] = [newKey('a'), newKey('a')];
        const signature = signText(key, text, 0);
        const note = (of: string) => ({ text: of, signatures: [signature] });
        expect(signature.bytes).toHaveLength(64);
        expect(verifiedSignatures(note(text), [key])).toEqual([signature]);
        expect(() => verifiedSignatures(note(other), [key])).toThrow('does not fit the text');
        expect(verifiedSignatures(note(text), [stranger])).toEqual([]);
        expect(() => verifiedSignatures(note(text), [{ ...stranger, id: key.id }])).toThrow('does not fit the text');
      }),
      { numRuns: 15 },
    ));

  it('has keys that are handed round like any other, and refused where they are none', () => {
    const key = newKey();
    const told = formatVerifierKey(key);
    const again = parseVerifierKey(told);
    expect(again).toMatchObject({ name: key.name, id: key.id, kind: kinds.sm2 });
    expect(rawOf(again)).toEqual(rawOf(key));
    const { name, id } = key;
    const encoded = Buffer.from(told.slice(`${name}+${id}+`.length), 'base64');
    const spoilt = (spoil: (raw: Buffer) => Buffer): string => {
      const raw = spoil(Buffer.from(encoded));
      const its = createHash('sha256').update(Buffer.concat([Buffer.from(`${name}\n`), raw])).digest('hex').slice(0, 8);
      return `${name}+${its}+${raw.toString('base64')}`;
    };
    expect(parseVerifierKey(spoilt((raw) => raw)).id).toBe(id);
    const offTheCurve = (raw: Buffer) => {
      raw[raw.length - 1]! ^= 1;
      return raw;
    };
    for (const spoil of [offTheCurve, (raw: Buffer) => raw.subarray(0, -1), (raw: Buffer) => Buffer.concat([raw, raw.subarray(0, 1)]), (raw: Buffer) => Buffer.concat([Buffer.of(1), raw.subarray(1)]), (raw: Buffer) => Buffer.concat([raw.subarray(0, 1), raw.subarray(-65)])])
      expect(() => parseVerifierKey(spoilt(spoil))).toThrow(/not a verifier key \(name\+id\+key, Ed25519 or SM2\)/);
  });

  it('keeps its key in a file that is made once, and takes no other curve for it', () => {
    const file = join(newFolder(), 'keys', 'log.key');
    const made = keyFile(file, newSm2Key);
    expect(isSm2(made)).toBe(true);
    expect(rawOf(logKey(keyFile(file, newSm2Key)))).toEqual(rawOf(logKey(made)));
    for (const key of [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, generateKeyPairSync('ed25519').privateKey]) {
      expect(isSm2(key)).toBe(false);
      expect(() => signingKey('a', kinds.sm2, key)).toThrow('a signs with an SM2 key');
    }
    expect(() => signingKey('a', kinds.note, made)).toThrow('a signs with an Ed25519 key');
    writeFileSync(file, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }));
    expect(() => logKey(keyFile(file, newSm2Key))).toThrow('signs with an Ed25519 key, found ec');
  });

  it('signs logs and cosigns none: a policy takes it for the one and not for the other', () => {
    const [log, witness] = [newKey(), newWitnessKey('witness.example/w1')];
    expect(parsePolicy(`log ${formatVerifierKey(log)}\nwitness w1 ${formatVerifierKey(witness)}\nquorum w1\n`).logs[0]).toMatchObject({ id: log.id });
    expect(() => parsePolicy(`witness w1 ${formatVerifierKey(log)}\nquorum w1\n`)).toThrow(BadNote);
  });
});

it('a log hashed with SM3 says so in its name, also when it is begun anew; whatever else is in a name does not', () => {
  const { name } = newKey();
  expect(name).toMatch(/^anjuan\.local\/log\/[0-9a-f]{16}\/sm3$/);
  expect([name, originAfter(name), originAfter(originAfter(name))].map((origin) => [originNumber(origin), hashingOf(origin).algorithm])).toEqual([[1, 'sm3'], [2, 'sm3'], [3, 'sm3']]);
  expect(originAfter(originAfter(name))).toBe(`${name}/3`);
  for (const other of ['example.com/log', 'anjuan.local/log/0123456789abcdef', 'anjuan.local/log/0123456789abcdef/2', 'example.com/sm3', 'sm3', 'anjuan.local/log/sm3', 'example.com/log/a/sm3/x', 'example.com/log/a/sm3/1']) expect([other, hashingOf(other).algorithm]).toEqual([other, 'sha256']);
});
