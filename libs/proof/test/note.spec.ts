import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { formatCheckpoint, formatNote, formatVerifierKey, kinds, parseCheckpoint, parseNote, parseVerifierKey, signingKey, signText, timeOf, verifiedSignatures, type Kind } from '../src';

const newKey = (name: string, kind: Kind) => signingKey(name, kind, generateKeyPairSync('ed25519').privateKey);

/** The examples of c2sp.org/signed-note and of Go's own tests. */
const published = [
  {
    key: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    note: 'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
  },
  {
    key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    note: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
  },
];
/** The example of c2sp.org/tlog-cosignature. */
const cosigned = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;

it.each(published)('the published note of $key is verified, written again as it was, and refused with any byte of its text changed', ({ key, note }) => {
  const verifier = parseVerifierKey(key);
  expect(formatVerifierKey(verifier)).toBe(key);
  const parsed = parseNote(note);
  expect(verifiedSignatures(parsed, [verifier])).toHaveLength(1);
  expect(formatNote(parsed)).toBe(note);
  for (let i = 0; i < parsed.text.length - 1; i += 1) {
    const text = `${parsed.text.slice(0, i)}${parsed.text[i] === 'x' ? 'y' : 'x'}${parsed.text.slice(i + 1)}`;
    expect(() => verifiedSignatures({ ...parsed, text }, [verifier])).toThrow('does not fit');
  }
});

it('the published cosigned checkpoint is read as it stands: name, size, root, and the second it was cosigned', () => {
  const note = parseNote(cosigned);
  expect(parseCheckpoint(note.text)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
  expect(formatCheckpoint(parseCheckpoint(note.text))).toBe(note.text);
  expect(note.signatures.map(({ name, id }) => [name, id])).toEqual([['example.com/behind-the-sofa', '033de0ae'], ['witness.example.com/w1', '8d66cf3f']]);
  expect(timeOf(note.signatures[1]!)).toBe(1_679_315_147);
  expect(formatNote(note)).toBe(cosigned);
});

it('any changed bit of a signature, a time, or an id takes the signature away', () => {
  const text = 'example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';
  const keys = [newKey('log', kinds.note), newKey('witness', kinds.cosignature)];
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...keys), (bit, key) => {
      const signature = signText(key, text, 1_700_000_000);
      const bytes = Buffer.from(signature.bytes);
      bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7);
      expect(verifiedSignatures({ text, signatures: [signature] }, keys)).toEqual([signature]);
      expect(() => verifiedSignatures({ text, signatures: [{ ...signature, bytes }] }, keys)).toThrow('does not fit');
      expect(verifiedSignatures({ text, signatures: [{ ...signature, id: '00000000' }] }, keys)).toEqual([]);
    }),
  );
});

it('a key under two names, or for two purposes, has two ids, and neither signs for the other', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const [log, witness, other] = [signingKey('a', kinds.note, privateKey), signingKey('a', kinds.cosignature, privateKey), signingKey('b', kinds.note, privateKey)];
  expect(new Set([log.id, witness.id, other.id]).size).toBe(3);
  expect(verifiedSignatures({ text: 'x\n', signatures: [signText(log, 'x\n', 1)] }, [witness, other])).toEqual([]);
});

it.each([
  ['no empty line', 'text\n— a AAAAAAAA\n'],
  ['no newline at the end', 'text\n\n— a AAAAAAAA'],
  ['no signature', 'text\n\n'],
  ['a hyphen for the dash', 'text\n\n- a AAAAAAAA\n'],
  ['a space in the name', 'text\n\n— a b AAAAAAAA\n'],
  ['a plus in the name', 'text\n\n— a+b AAAAAAAA\n'],
  ['a carriage return', 'text\r\n\n— a AAAAAAAA\n'],
  ['base64 with spare bits', 'text\n\n— a AAAAAB==\n'],
  ['base64 of the web', 'text\n\n— a AAAA-_AA\n'],
  ['a signature shorter than an id', 'text\n\n— a AAAA\n'],
  ['an id and no signature behind it', 'text\n\n— a AAAAAA==\n'],
  ['something else than a newline at its end', 'text\n\n— a AAAAAAAAx'],
  ['a tab', 'te\txt\n\n— a AAAAAAAA\n'],
  ['a NUL', 'te\0xt\n\n— a AAAAAAAA\n'],
  ['an escape', 'te\u001bxt\n\n— a AAAAAAAA\n'],
  ['bytes that are no UTF-8', `${Buffer.from([0x74, 0xff]).toString()}\n\n— a AAAAAAAA\n`],
  ['more than a megabyte', `${'长'.repeat(333_334)}\n\n— a AAAAAAAA\n`],
  ['more signatures than anybody gives', `text\n\n${'— a AAAAAAAA\n'.repeat(101)}`],
])('a note with %s is refused', (_, note) => expect(() => parseNote(note)).toThrow());

it('a text may hold empty lines: its signatures stand behind the last of them', () => {
  expect(parseNote('one\n\n— a AAAAAAAA\n\n— b AAAAAAAA\n')).toMatchObject({ text: 'one\n\n— a AAAAAAAA\n', signatures: [{ name: 'b' }] });
});

it('a signature under another name is a stranger\'s, though the id is the same', () => {
  const key = newKey('a', kinds.note);
  expect(verifiedSignatures({ text: 'x\n', signatures: [{ ...signText(key, 'x\n', 0), name: 'b' }] }, [key])).toEqual([]);
});

it('a cosignature that is too short to hold a time, or too long, does not fit, like any wrong one', () => {
  const key = newKey('w', kinds.cosignature);
  const { bytes, ...signature } = signText(key, 'x\n', 1);
  for (const other of [Buffer.of(1), bytes.subarray(0, 7), bytes.subarray(0, 71), Buffer.concat([bytes, Buffer.of(0)])])
    expect(() => verifiedSignatures({ text: 'x\n', signatures: [{ ...signature, bytes: other }] }, [key])).toThrow('does not fit');
});

it.each(['', 'a b', 'a+b', 'a\tb', 'a\nb', '审计\u3000室', 'a\u00a0b'])('no key goes by the name %j', (name) => {
  expect(() => newKey(name, kinds.note)).toThrow('holds no space and no plus');
});

it('nothing but an Ed25519 key signs', () => {
  expect(() => signingKey('a', kinds.note, generateKeyPairSync('ed448').privateKey)).toThrow('a signs with an Ed25519 key, found ed448');
});

it.each(['007', '+7', '-1', '1.0', '1e3', '', ' 1', '18446744073709551616', '9007199254740993'])('a size written as %j is refused', (size) => {
  expect(() => parseCheckpoint(`log\n${size}\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n`)).toThrow('three lines');
});

it.each(['log\n1\nshort\n', '\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n', 'log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n'])(
  'the checkpoint %j is refused', (text) => expect(() => parseCheckpoint(text)).toThrow());

it.each(['a+00000000+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'example.com/foo+530d903a+Aek', 'example.com/foo+530d903a', 'a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'])(
  'the key %j is refused', (key) => expect(() => parseVerifierKey(key)).toThrow());
