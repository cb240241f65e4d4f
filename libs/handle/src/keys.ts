import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Keys of one installation, each derived from its one secret for one purpose. */
export type Keys = { readonly id: string; readonly seal: KeyObject; readonly body: KeyObject; readonly opaque: KeyObject };

const derived = (secret: Uint8Array, purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'anjuan', purpose, 32));

/** From the text of the installation's key file: 32 bytes in hexadecimal. The text itself is never named in a message. */
export const installationKeys = (text: string): Keys => {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error(`the installation key must be 64 hexadecimal digits, found ${hex.length} characters`);
  const secret = Buffer.from(hex, 'hex');
  const seal = derived(secret, 'seal');
  return {
    id: createHash('sha256').update('key id').update(seal).digest('hex').slice(0, 16),
    seal: createSecretKey(seal),
    body: createSecretKey(derived(secret, 'body')),
    opaque: createSecretKey(derived(secret, 'opaque')),
  };
};
