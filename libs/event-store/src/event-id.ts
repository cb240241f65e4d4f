import { hash } from 'node:crypto';

/** UUIDv5 of the DNS name `events.anjuan`: the name space of all event ids. */
const namespace = Buffer.from('17f663a1e2685b228793a07ff242cd5c', 'hex');
const room = ' '.repeat(namespace.length);

/** UUIDv5 of stream, command and place, with U+0000 between them: no stored string holds that character. */
export const eventId = (stream: string, command: string, n: number): string => {
  const named = Buffer.from(`${room}${stream}\0${command}\0${n}`);
  namespace.copy(named);
  const digest = hash('sha1', named, 'hex');
  const variant = ((parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};
