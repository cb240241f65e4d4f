import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

/**
 * Signatures of GB/T 32918.2-2016 over SM3, 64 bytes, r before s, made for the identity that GM/T 0009 gives to whoever has
 * agreed on none (`1234567812345678`). Node keeps such keys but can sign for no identity, which nobody else could verify.
 */
const spki = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const pkcs8 = Buffer.from('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420', 'hex');
/** A point written out in full: 4, x, y. */
export const sm2KeyBytes = 65;
const scalarBytes = 32;

const derOf = (key: KeyObject): Buffer => key.export(key.type === 'private' ? { format: 'der', type: 'pkcs8' } : { format: 'der', type: 'spki' });
const beginsWith = (bytes: Buffer, head: Buffer) => bytes.subarray(0, head.length).equals(head);

export const isSm2 = (key: KeyObject): boolean => key.asymmetricKeyType === undefined && beginsWith(derOf(key), key.type === 'private' ? pkcs8 : spki);

/** A new private key, PKCS 8 in PEM, as a key file holds it. */
export const newSm2Key = (): string => generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

export const rawSm2 = (key: KeyObject): Buffer => derOf(key).subarray(-sm2KeyBytes);
/** Throws for what is no point of the curve. */
export const sm2KeyOf = (raw: Buffer): KeyObject => createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });

const scalarOf = (secret: KeyObject): Buffer => derOf(secret).subarray(pkcs8.length, pkcs8.length + scalarBytes);

export const signSm2 = (text: string, secret: KeyObject): Buffer =>
  Buffer.from(sm2.doSignature(new Uint8Array(Buffer.from(text)), scalarOf(secret).toString('hex'), { hash: true, publicKey: rawSm2(secret).toString('hex') }), 'hex');

export const verifySm2 = (text: string, key: KeyObject, bytes: Buffer): boolean => {
  try {
    return sm2.doVerifySignature(new Uint8Array(Buffer.from(text)), bytes.toString('hex'), rawSm2(key).toString('hex'), { hash: true });
  } catch {
    return false; // numbers beyond the order of the curve
  }
};
