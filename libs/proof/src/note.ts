import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import { bytesOf } from './base64';
import { isSm2, rawSm2, signSm2, sm2KeyBytes, sm2KeyOf, verifySm2 } from './sm2';

/** What a key signs: a note's text as it stands, with Ed25519 or SM2, or a checkpoint together with the time (c2sp.org/tlog-cosignature). */
export const kinds = { note: 0x01, cosignature: 0x04, sm2: 0xff } as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** A public key under a name. `id` is four bytes in hexadecimal. */
export type VerifierKey = { readonly name: string; readonly id: string; readonly kind: Kind; readonly key: KeyObject };
/** The private half; signs under the same name and id. */
export type SigningKey = VerifierKey & { readonly secret: KeyObject };

export type Signature = { readonly name: string; readonly id: string; readonly bytes: Buffer };
/** Text, ending in a newline, and who signed it (c2sp.org/signed-note). Not verified yet. */
export type Note = { readonly text: string; readonly signatures: readonly Signature[] };

/** It is no note, or no key of ours signed it, or one did and the signature is wrong. */
export class BadNote extends Error {
  override readonly name = 'BadNote';
}

const isName = (name: string) => name !== '' && !/[\s\p{Z}+]/u.test(name);
const limits = { bytes: 1_000_000, signatures: 100 } as const;

type Curve = { readonly bytes: number; readonly is: (key: KeyObject) => boolean; readonly raw: (key: KeyObject) => Buffer; readonly keyOf: (raw: Buffer) => KeyObject };
const ed25519: Curve = {
  bytes: 32,
  is: (key) => key.asymmetricKeyType === 'ed25519',
  raw: (key) => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url'),
  keyOf: (raw) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' }),
};
const curves: Readonly<Record<Kind, Curve>> = { [kinds.note]: ed25519, [kinds.cosignature]: ed25519, [kinds.sm2]: { bytes: sm2KeyBytes, is: isSm2, raw: rawSm2, keyOf: sm2KeyOf } };

/** The byte that c2sp.org/signed-note gives the type; where it gives none, 0xff and a name that nobody else takes. */
const typeOf = (kind: Kind): Buffer => (kind === kinds.sm2 ? Buffer.from('\xffanjuan.local/sm2-with-sm3', 'latin1') : Buffer.of(kind));
const encodedKey = (kind: Kind, raw: Buffer): Buffer => Buffer.concat([typeOf(kind), raw]);
const idOf = (name: string, encoded: Buffer): string => hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), encoded]), 'hex').slice(0, 8);

/** The public key as bytes: of Ed25519 its 32 bytes, of SM2 the point written out in full. */
export const rawOf = ({ kind, key }: Pick<VerifierKey, 'kind' | 'key'>): Buffer => curves[kind].raw(key);

export const signingKey = (name: string, kind: Kind, secret: KeyObject): SigningKey => {
  if (!isName(name)) throw new TypeError(`a key's name holds no space and no plus, found ${JSON.stringify(name)}`);
  if (!curves[kind].is(secret)) throw new TypeError(`${name} signs with an ${kind === kinds.sm2 ? 'SM2' : 'Ed25519'} key, found ${secret.asymmetricKeyType ?? 'another'}`);
  const key = createPublicKey(secret);
  return { name, kind, key, secret, id: idOf(name, encodedKey(kind, rawOf({ kind, key }))) };
};

/** `name+id+key`, as it is printed and handed round. */
export const formatVerifierKey = ({ name, id, kind, key }: VerifierKey): string => `${name}+${id}+${encodedKey(kind, rawOf({ kind, key })).toString('base64')}`;

export const parseVerifierKey = (text: string): VerifierKey => {
  const refuse = (): never => {
    throw new BadNote(`not a verifier key (name+id+key, Ed25519 or SM2): ${text.slice(0, 200)}`);
  };
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const bytes = bytesOf(encoded) ?? refuse();
  const kind = Object.values(kinds).find((known) => bytes.length === typeOf(known).length + curves[known].bytes && typeOf(known).equals(bytes.subarray(0, typeOf(known).length)));
  if (!isName(name) || kind === undefined) return refuse();
  const right = idOf(name, bytes);
  if (id !== right) throw new BadNote(`the id of key ${name} should be ${right}, found ${id}`);
  try {
    return { name, id, kind, key: curves[kind].keyOf(bytes.subarray(typeOf(kind).length)) };
  } catch {
    return refuse(); // no point of the curve
  }
};

const timed = (text: string, seconds: bigint) => `cosignature/v1\ntime ${seconds}\n${text}`;

const holds = ({ kind, key }: VerifierKey, text: string, bytes: Buffer): boolean => {
  if (kind === kinds.note) return bytes.length === 64 && verify(null, Buffer.from(text), key, bytes);
  if (kind === kinds.sm2) return bytes.length === 64 && verifySm2(text, key, bytes);
  return bytes.length === 72 && verify(null, Buffer.from(timed(text, bytes.readBigUInt64BE())), key, bytes.subarray(8));
};

/** When a cosignature was given, in seconds since 1970. */
export const timeOf = ({ bytes }: Signature): number => Number(bytes.readBigUInt64BE());

/** `seconds` since 1970 are part of a cosignature and of nothing else. */
export const signText = ({ name, id, kind, secret }: SigningKey, text: string, seconds: number): Signature => {
  if (kind === kinds.note) return { name, id, bytes: sign(null, Buffer.from(text), secret) };
  if (kind === kinds.sm2) return { name, id, bytes: signSm2(text, secret) };
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return { name, id, bytes: Buffer.concat([time, sign(null, Buffer.from(timed(text, BigInt(seconds))), secret)]) };
};

export const formatSignature = ({ name, id, bytes }: Signature): string => `— ${name} ${Buffer.concat([Buffer.from(id, 'hex'), bytes]).toString('base64')}\n`;
export const formatNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(formatSignature).join('')}`;

const parseSignature = (line: string): Signature => {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = bytesOf(encoded);
  if (!isName(name) || bytes === undefined || bytes.length < 5) throw new BadNote(`not a signature line: ${line.slice(0, 200)}`);
  return { name, id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) };
};

/** Signature lines alone, each with its newline, as a witness answers them. */
export const parseSignatures = (lines: string): readonly Signature[] => {
  if (!lines.endsWith('\n')) throw new BadNote('signature lines end with a newline');
  const found = lines.slice(0, -1).split('\n').map(parseSignature);
  if (found.length > limits.signatures) throw new BadNote(`a note has at most ${limits.signatures} signatures, found ${found.length}`);
  return found;
};

export const parseNote = (note: string): Note => {
  if (Buffer.byteLength(note) > limits.bytes) throw new BadNote(`a note has at most ${limits.bytes} bytes`);
  // U+FFFD is what broken UTF-8 decodes to.
  if (/[\0-\x09\x0b-\x1f\ufffd]/.test(note)) throw new BadNote('a note holds no control characters and is UTF-8');
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw new BadNote('a note has an empty line before its signatures');
  return { text: note.slice(0, end + 1), signatures: parseSignatures(note.slice(end + 2)) };
};

const isBy = (signature: Signature) => (key: VerifierKey) => key.name === signature.name && key.id === signature.id;

/** The signatures by these keys, all of them right; a wrong one condemns the note. Those of strangers are passed over. */
export const verifiedSignatures = ({ text, signatures }: Note, keys: readonly VerifierKey[]): readonly Signature[] =>
  signatures.filter((signature) => {
    const key = keys.find(isBy(signature));
    if (key && !holds(key, text, signature.bytes)) throw new BadNote(`the signature of ${key.name} (${key.id}) does not fit the text`);
    return key !== undefined;
  });
