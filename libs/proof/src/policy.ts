import { BadNote, formatVerifierKey, kinds, parseVerifierKey, rawOf, timeOf, verifiedSignatures, type Note, type Signature, type VerifierKey } from './note';

export type WitnessKey = { readonly name: string; readonly key: VerifierKey; readonly url?: string };

/** Whom somebody trusts: logs by their keys, witnesses by theirs, and how many of those must have signed (c2sp.org/tlog-policy). */
export type Policy = { readonly logs: readonly VerifierKey[]; readonly witnesses: readonly WitnessKey[]; readonly quorum: Quorum };
/** Whether these witnesses are enough, and the rule in words. */
type Quorum = { readonly rule: string; readonly met: (cosigned: ReadonlySet<string>) => boolean };

const keyOf = (text: string, of: readonly VerifierKey['kind'][], what: string): VerifierKey => {
  const key = parseVerifierKey(text);
  if (!of.includes(key.kind)) throw new BadNote(`${what} needs a key of type ${of.join(' or ')}, found type ${key.kind}: ${text}`);
  return key;
};

const sameKey = (key: VerifierKey): string => rawOf(key).toString('base64');

const needed = (text: string, n: number): number => {
  const k = text === 'any' ? 1 : text === 'all' ? n : /^[1-9]\d{0,3}$/.test(text) ? Number(text) : NaN;
  if (!(k >= 1 && k <= n)) throw new BadNote(`a group of ${n} needs any, all or a number from 1 to ${n}, found ${text}`);
  return k;
};

export const parsePolicy = (text: string): Policy => {
  const logs: VerifierKey[] = [];
  const witnesses: WitnessKey[] = [];
  const groups: { readonly name: string; readonly k: number; readonly members: readonly string[] }[] = [];
  const known = new Set<string>();
  const keys = new Set<string>();
  let quorum: Quorum | undefined;
  const one = (name: string) => known.has(name) || refuse(`${name} is not defined above`);
  const refuse = (why: string): never => {
    throw new BadNote(why);
  };
  const define = (name: string) => (name === 'none' || known.has(name) ? refuse(`${name} cannot be defined twice`) : known.add(name));
  /** A group names what is defined above it, so that one pass settles all, however they are nested. */
  const met = (name: string): Quorum['met'] => (cosigned) => {
    const reached = new Set(cosigned);
    for (const group of groups) if (group.members.filter((member) => reached.has(member)).length >= group.k) reached.add(group.name);
    return reached.has(name);
  };
  const lines: Readonly<Record<string, (words: readonly string[]) => unknown>> = {
    log: ([key = '', ...rest]) => (rest.length > 1 ? refuse('a log has a key and at most an address') : logs.push(keyOf(key, [kinds.note, kinds.sm2], 'a log'))),
    witness: ([name = '', text = '', url, ...rest]) => {
      const key = keyOf(text, [kinds.cosignature], 'a witness');
      if (rest.length > 0) refuse('a witness has a name, a key and at most an address');
      if (keys.has(sameKey(key))) refuse(`the key of witness ${name} is there already`);
      keys.add(sameKey(key));
      define(name);
      witnesses.push({ name, key, ...(url !== undefined && { url }) });
    },
    group: ([name = '', count = '', ...members]) => {
      if (new Set(members).size < members.length) refuse(`group ${name} names a member twice`);
      const k = needed(count, members.length);
      members.forEach(one);
      define(name);
      groups.push({ name, k, members });
    },
    quorum: ([name = '', ...rest]) => {
      if (quorum || rest.length > 0) refuse('there is exactly one quorum, of one name');
      if (name !== 'none') one(name);
      quorum = { rule: name, met: name === 'none' ? () => true : met(name) };
    },
  };
  for (const [i, line] of text.split('\n').entries()) {
    const [word = '', ...words] = line.split(/[ \t]+/).filter((part) => part !== '');
    if (word === '' || word.startsWith('#')) continue;
    try {
      (Object.hasOwn(lines, word) ? lines[word]! : () => refuse(`expected log, witness, group or quorum, found ${word.slice(0, 100)}`))(words);
    } catch (error) {
      throw error instanceof BadNote ? new BadNote(`policy, line ${i + 1}: ${error.message}`) : error;
    }
  }
  const ofLogs = new Set(logs.map(sameKey));
  const own = witnesses.find(({ key }) => ofLogs.has(sameKey(key)));
  if (own) refuse(`policy: the key of witness ${own.name} is a log's: no log vouches for itself`);
  return { logs, witnesses, quorum: quorum ?? refuse('policy: a quorum line is missing (`quorum none` asks for no witness)') };
};

/** The policy that goes out with the log: its own key, the names under which that signed logs since closed, then the witnesses the operator named. */
export const formatPolicy = (log: VerifierKey, witnesses: string | undefined, closed: readonly VerifierKey[] = []): string =>
  `${[log, ...closed].map((key) => `log ${formatVerifierKey(key)}\n`).join('')}${witnesses ?? 'quorum none\n'}`;

/** Beyond it there are no dates. */
const lastSecond = 8_640_000_000_000;

const timeBy = (name: string, signature: Signature): number => {
  const seconds = timeOf(signature);
  if (seconds > lastSecond) throw new BadNote(`witness ${name} says that it signed ${seconds} seconds after 1970, which is no date`);
  return seconds;
};

export type Judgement = {
  /** Witnesses that signed, and when (seconds since 1970). */
  readonly cosigned: readonly { readonly name: string; readonly seconds: number }[];
  readonly quorum: boolean;
};

/** Throws `BadNote` when no log of the policy signed it, or a signature is wrong. */
export const judge = ({ logs, witnesses, quorum }: Policy, note: Note, origin: string): Judgement => {
  if (verifiedSignatures(note, logs.filter(({ name }) => name === origin)).length === 0) throw new BadNote(`no trusted key signed the checkpoint of ${origin}; trusted are ${logs.map(({ name, id }) => `${name} (${id})`).join(', ') || 'none'}`);
  const cosigned = witnesses.flatMap(({ name, key }) => verifiedSignatures(note, [key]).map((signature) => ({ name, seconds: timeBy(name, signature) })));
  return { cosigned, quorum: quorum.met(new Set(cosigned.map(({ name }) => name))) };
};
