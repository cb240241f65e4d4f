import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  consistencyProof, cosigner, formatAddCheckpoint, formatCheckpoint, formatNote, formatPolicy, formatSignature, formatVerifierKey, growingTree, judge, keyFile, kinds, logFiles, parseCheckpoint, parseNote, parsePolicy, parseSignatures, serveWitness, sha256, signingKey, signText, timeOf, verifiedSignatures, witness, type Hash, type Witness,
} from '../src';
import { folders, newWitnessKey, office } from './diary';

const newFolder = folders();

const logOf = (folder: string) => {
  const own = keyFile(join(folder, 'log.key'));
  const key = signingKey('example.com/log', kinds.note, own);
  const leaves: Hash[] = Array.from({ length: 40 }, (_, i) => sha256.leaf(Buffer.from(`${i}`)));
  const over = async (level: number, index: number): Promise<Hash> => (level === 0 ? leaves[index]! : sha256.node(await over(level - 1, 2 * index), await over(level - 1, 2 * index + 1)));
  const head = (size: number, of = leaves) => {
    const tree = growingTree(sha256);
    of.slice(0, size).forEach(tree.append);
    return { origin: key.name, size, root: tree.root() };
  };
  const note = (size: number, of = leaves, by = key) => {
    const text = formatCheckpoint(head(size, of));
    return { text, signatures: [signText(by, text, 0)] };
  };
  return { key, leaves, head, note, request: async (old: number, size: number) => formatAddCheckpoint(old, old <= size ? await consistencyProof({ hashing: sha256, over }, old, size) : [], note(size)) };
};

const seconds = 1_780_000_000;
const hired = (folder: string, log: ReturnType<typeof logOf>) => {
  const key = newWitnessKey('witness.example/w1');
  return { key, witness: witness({ folder: join(folder, 'seen'), key, logs: [log.key], now: () => seconds }) };
};

describe('A witness', () => {
  it('signs what it sees first, what grew from it, and the same again; with the time, and writes it down', async () => {
    const folder = newFolder();
    const log = logOf(folder);
    const { key, witness: w } = hired(folder, log);
    for (const [old, size] of [[0, 3], [3, 3], [3, 17], [17, 40]] as const) {
      const answer = await w.addCheckpoint(await log.request(old, size));
      expect(answer.status).toBe(200);
      const [signature, ...more] = verifiedSignatures({ text: log.note(size).text, signatures: parseSignatures(answer.body) }, [key]);
      expect(more).toEqual([]);
      expect(timeOf(signature!)).toBe(seconds);
      const kept = parseNote((await w.checkpoint(createHash('sha256').update(log.key.name).digest('hex')))!);
      expect(verifiedSignatures(kept, [key, log.key])).toHaveLength(2);
      expect(kept.text).toBe(log.note(size).text);
    }
  });

  it('answers each wrong request as c2sp.org/tlog-witness says, and stays where it was', async () => {
    const folder = newFolder();
    const log = logOf(folder);
    const { witness: w } = hired(folder, log);
    await w.addCheckpoint(await log.request(0, 10));
    const other = logOf(join(folder, 'other'));
    const renamed = signingKey('example.com/other', kinds.note, log.key.secret);
    const body = await log.request(10, 20);
    const altered = log.leaves.with(4, sha256.leaf(Buffer.from('altered')));
    const strange = (size: number) => ({ text: `example.com/other\n${size}\n${log.head(size).root.toString('base64')}\n`, signatures: [signText(renamed, 'x\n', 0)] });
    const told = async (request: string) => {
      const { status, type, body: text } = await w.addCheckpoint(request);
      return [status, ...(status === 409 ? [type, text] : [])];
    };
    expect(await told('')).toEqual([400]);
    expect(await told(body.replace('old 10', 'old 010'))).toEqual([400]);
    expect(await told(body.replace('old 10\n', `old 10\n${'A'.repeat(43)}=\n`.padEnd(64 * 45, `${'A'.repeat(43)}=\n`)))).toEqual([400]);
    expect(await told(body.replace(/\n\n.*/s, '\n'))).toEqual([400]);
    expect(await told(formatAddCheckpoint(30, [], log.note(20)))).toEqual([400]);
    expect(await told(formatAddCheckpoint(0, [], strange(20)))).toEqual([404]);
    expect(await told(formatAddCheckpoint(10, [], log.note(20, log.leaves, other.key)))).toEqual([403]);
    expect(await told(formatAddCheckpoint(10, [], { ...log.note(20), signatures: log.note(19).signatures }))).toEqual([403]);
    expect(await told(await log.request(0, 20))).toEqual([409, 'text/x.tlog.size', '10\n']);
    expect(await told(await log.request(7, 8))).toEqual([409, 'text/x.tlog.size', '10\n']);
    expect(await told(formatAddCheckpoint(10, [], log.note(20)))).toEqual([422]);
    expect(await told(formatAddCheckpoint(10, [], log.note(10, altered)))).toEqual([422]);
    expect(await told(body.replace(/\n[^\n]{44}\n/, `\n${'A'.repeat(43)}=\n`))).toEqual([422]);
    expect(await told(body)).toEqual([200]);
    expect(await told(body)).toEqual([409, 'text/x.tlog.size', '20\n']);
  });

  it('takes a proof of 63 hashes, and does not look at one of 64', async () => {
    const folder = newFolder();
    const log = logOf(folder);
    const { witness: w } = hired(folder, log);
    await w.addCheckpoint(await log.request(0, 10));
    const asked = (hashes: number) => w.addCheckpoint(formatAddCheckpoint(10, Array.from({ length: hashes }, () => log.leaves[0]!), log.note(20)));
    expect(await asked(63)).toMatchObject({ status: 422 });
    expect(await asked(64)).toMatchObject({ status: 400, body: 'a proof has at most 63 lines, found 64\n' });
  });

  it('keeps the logs it knows apart, and gives away nothing but their checkpoints', async () => {
    const folder = newFolder();
    const [log, other] = [logOf(folder), signingKey('example.com/other', kinds.note, keyFile(join(folder, 'other.key')))];
    const w = witness({ folder: join(folder, 'seen'), key: newWitnessKey('w'), logs: [log.key, other], now: () => seconds });
    const text = formatCheckpoint({ ...log.head(20), origin: other.name });
    expect(await w.addCheckpoint(await log.request(0, 10))).toMatchObject({ status: 200 });
    expect(await w.addCheckpoint(formatAddCheckpoint(0, [], { text, signatures: [signText(log.key, text, 0)] }))).toMatchObject({ status: 403 });
    expect(await w.addCheckpoint(formatAddCheckpoint(0, [], { text, signatures: [signText(other, text, 0)] }))).toMatchObject({ status: 200 });
    expect(await w.addCheckpoint(await log.request(10, 12))).toMatchObject({ status: 200 });
    for (const [name, kept] of [[log.key.name, log.note(12).text], [other.name, text]] as const) expect(parseNote((await w.checkpoint(createHash('sha256').update(name).digest('hex')))!).text).toBe(kept);
    writeFileSync(join(folder, 'private.checkpoint'), 'private');
    expect(await w.checkpoint('../private')).toBeUndefined();
  });

  it('asked by many at once, signs one after the other and never goes back', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 }), async (sizes) => {
        const folder = newFolder();
        const log = logOf(folder);
        const { witness: w } = hired(folder, log);
        const answers = await Promise.all(sizes.map(async (size) => ({ size, ...(await w.addCheckpoint(await log.request(0, size))) })));
        const signed = answers.filter(({ status }) => status === 200);
        expect(signed).toHaveLength(1);
        for (const { status, body } of answers) if (status === 409) expect(body).toBe(`${signed[0]!.size}\n`);
      }),
      { numRuns: 10 },
    ));

  it('remembers after a restart', async () => {
    const folder = newFolder();
    const log = logOf(folder);
    const first = hired(folder, log);
    await first.witness.addCheckpoint(await log.request(0, 10));
    const again = witness({ folder: join(folder, 'seen'), key: first.key, logs: [log.key], now: () => seconds });
    expect(await again.addCheckpoint(await log.request(0, 5))).toMatchObject({ status: 409, body: '10\n' });
    expect(readdirSync(join(folder, 'seen'))).toHaveLength(1);
  });
});

/** Where somebody asks it over the network. */
const serve = async (w: Witness, test: (url: string) => Promise<void>) => {
  const server = await serveWitness(w, 0);
  try {
    await test(server.url);
  } finally {
    await server.stop();
  }
};

it('a witness that cannot read what it signed last signs nothing, and does not say that the request was wrong', async () => {
  const folder = newFolder();
  const log = logOf(folder);
  const { witness: w } = hired(folder, log);
  await w.addCheckpoint(await log.request(0, 10));
  const [file] = readdirSync(join(folder, 'seen'));
  for (const left of ['', 'x', formatNote({ ...log.note(10), text: 'example.com/log\n10\n' })]) {
    writeFileSync(join(folder, 'seen', file!), left);
    await serve(w, async (url) => {
      const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: await log.request(10, 20) });
      expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('what it signed last of example.com/log cannot be read')]);
    });
    expect(readFileSync(join(folder, 'seen', file!), 'utf8')).toBe(left);
  }
});

describe('A log and its witnesses', () => {
  it('the log learns where the witness stands, has each new checkpoint signed, and keeps the signatures beside it', async () => {
    const home = newFolder();
    const diary = office(home);
    const key = newWitnessKey('witness.example/w1');
    const w = witness({ folder: join(home, 'seen'), key, logs: [diary.key], now: () => seconds });
    await serve(w, async (url) => {
      const policy = parsePolicy(formatPolicy(diary.key, `witness w1 ${formatVerifierKey(key)} ${url}/\nquorum w1\n`));
      const cosign = cosigner(diary.folder, policy.witnesses);
      expect(await cosign()).toEqual([]);
      for (const text of ['1', '2', '3']) {
        await diary.write('a', text);
        const events = await diary.store.readAll(0, 100);
        await diary.seal(events);
        // Another process of ours may have asked in between.
        expect(await (text === '3' ? cosigner(diary.folder, policy.witnesses) : cosign)()).toEqual([]);
        const note = parseNote(readFileSync(join(diary.folder, logFiles.cosigned), 'utf8'));
        expect(judge(policy, note, diary.key.name)).toEqual({ cosigned: [{ name: 'w1', seconds }], quorum: true });
        const answer = await fetch(`${url}/${createHash('sha256').update(diary.key.name).digest('hex')}/checkpoint`);
        expect(await answer.text()).toBe(formatNote(note));
      }
      expect(await fetch(`${url}/add-checkpoint`)).toMatchObject({ status: 405 });
      expect(await fetch(`${url}/add-checkpoint`, { method: 'POST', body: 'x'.repeat(1_000_001) })).toMatchObject({ status: 413 });
      expect(await fetch(`${url}/nothing`)).toMatchObject({ status: 404 });
    });
  });

  it('a witness that is away, or that has seen more, is named; the log goes on', async () => {
    const home = newFolder();
    const diary = office(home);
    const key = newWitnessKey('witness.example/w1');
    const w = witness({ folder: join(home, 'seen'), key, logs: [diary.key], now: () => seconds });
    await diary.write('a', '1', '2', '3');
    await diary.seal(await diary.store.readAll(0, 100));
    const seen = (url: string) => cosigner(diary.folder, [{ name: 'w1', key, url }])();
    expect((await seen('http://127.0.0.1:1')).map(String)).toEqual([expect.stringMatching(/fetch failed/)]);
    await serve(w, async (url) => {
      expect(await seen(url)).toEqual([]);
      // Log and signer's memory both put back: only the witness knows better.
      rmSync(diary.folder, { recursive: true });
      mkdirSync(diary.folder);
      rmSync(`${diary.file}.signed`);
      await diary.seal(await diary.store.readAll(0, 2));
      expect((await seen(url)).map(String)).toEqual(['Ahead: witness w1 has signed 3 leaves, this log has 2']);
    });
  });

  it('a witness that sends us on is not followed, not even to where the right one is', async () => {
    const home = newFolder();
    const diary = office(home);
    const key = newWitnessKey('witness.example/w1');
    await diary.write('a', '1');
    await diary.seal(await diary.store.readAll(0, 100));
    await serve(witness({ folder: join(home, 'seen'), key, logs: [diary.key], now: () => seconds }), async (right) => {
      const server = createServer((request, response) => void request.resume().on('end', () => response.writeHead(307, { location: `${right}/add-checkpoint` }).end()));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const asked = cosigner(diary.folder, [{ name: 'w1', key, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }])();
      expect((await asked.finally(() => server.close())).map(({ message }) => message)).toEqual([expect.stringContaining('fetch failed')]);
    });
    expect(existsSync(join(diary.folder, logFiles.cosigned))).toBe(false);
  });

  it.each<[what: string, status: number, body: (text: string) => string, why: string]>([
    ['with the signature of somebody else', 200, (text) => formatSignature(signText(newWitnessKey('witness.example/w1'), text, seconds)), 'witness w1 answered with another key than witness.example/w1'],
    ['with a size that is none', 409, () => '007\n', 'witness w1 answered 409: 007'],
    ['that it is elsewhere each time it is asked', 409, () => '0\n', 'witness w1 is being asked by somebody else at the same time'],
  ])('a witness that answers %s does not count, and what others signed before stays', async (_, status, body, why) => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1');
    await diary.seal(await diary.store.readAll(0, 100));
    writeFileSync(join(diary.folder, logFiles.cosigned), 'signed before');
    const text = formatCheckpoint(parseCheckpoint(parseNote(readFileSync(join(diary.folder, logFiles.checkpoint), 'utf8')).text));
    const server = createServer((request, response) => void request.resume().on('end', () => response.writeHead(status).end(body(text))));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect((await cosigner(diary.folder, [{ name: 'w1', key: newWitnessKey('witness.example/w1'), url }])()).map(({ message }) => message)).toEqual([expect.stringContaining(why)]);
    } finally {
      server.close();
    }
    expect(readFileSync(join(diary.folder, logFiles.cosigned), 'utf8')).toBe('signed before');
  });

  it('a log that is begun anew while its witness is asked does not get the signatures of the closed one', async () => {
    const home = newFolder();
    const diary = office(home);
    const key = newWitnessKey('witness.example/w1');
    await diary.write('a', '1');
    await diary.seal(await diary.store.readAll(0, 100));
    const beginAnew = () => writeFileSync(join(diary.folder, logFiles.checkpoint), formatNote({ text: formatCheckpoint({ origin: `${diary.key.name}/2`, size: 1, root: sha256.leaf(Buffer.of()) }), signatures: [signText(diary.key, '', 0)] }));
    const w = witness({ folder: join(home, 'seen'), key, logs: [diary.key], now: () => (beginAnew(), seconds) });
    await serve(w, async (url) => {
      expect(await cosigner(diary.folder, [{ name: 'w1', key, url }])()).toEqual([]);
      expect(existsSync(join(diary.folder, logFiles.cosigned))).toBe(false);
    });
  });
});

describe('A policy', () => {
  const keys = ['a', 'b', 'c'].map((name) => formatVerifierKey(newWitnessKey(name)));
  const three = keys.map((key, i) => `witness w${i + 1} ${key}`).join('\n');

  it('counts witnesses and groups as it says', () => {
    const policy = parsePolicy(`# whom we trust\n${three}\n\tgroup two 2 w1 w2 w3\ngroup g all two w3\nquorum g\n`);
    const met = (...names: string[]) => policy.quorum.met(new Set(names));
    expect([met(), met('w1', 'w2'), met('w1', 'w3'), met('w3'), met('w1', 'w2', 'w3')]).toEqual([false, false, true, false, true]);
    expect(parsePolicy('quorum none').quorum.met(new Set())).toBe(true);
  });

  it('is settled in one pass, however its groups are nested: a hostile one keeps nobody waiting', () => {
    const levels = Array.from({ length: 12 }, (_, i) => ['a', 'b'].map((name) => `group ${name}${i + 1} ${i === 5 ? 'all' : 'any'} a${i} b${i}\n`).join('')).join('');
    const nested = parsePolicy(`witness a0 ${keys[0]}\nwitness b0 ${keys[1]}\n${levels}quorum a12\n`);
    let asked = 0;
    class Counted extends Set<string> {
      override has(name: string) {
        asked += 1;
        return super.has(name);
      }
    }
    expect([[], ['a0'], ['b0', 'x']].map((names) => nested.quorum.met(new Counted(names)))).toEqual([false, true, true]);
    expect(asked).toBeLessThan(1_000);
  });

  it('lets no log sign for another, though it trusts both', () => {
    const [log, other] = [logOf(newFolder()), signingKey('example.com/other', kinds.note, keyFile(join(newFolder(), 'other.key')))];
    const policy = parsePolicy(`${formatPolicy(log.key, undefined, [other])}`);
    const { text, signatures } = log.note(3);
    expect(judge(policy, { text, signatures }, log.key.name)).toEqual({ cosigned: [], quorum: true });
    expect(() => judge(policy, { text, signatures: [signText(other, text, 0)] }, log.key.name)).toThrow('no trusted key signed the checkpoint of example.com/log');
  });

  it('takes no cosignature whose time is no date, however right it is otherwise', () => {
    const [log, key] = [logOf(newFolder()), newWitnessKey('w')];
    const policy = parsePolicy(formatPolicy(log.key, `witness w1 ${formatVerifierKey(key)}\nquorum w1\n`));
    const at = (time: number) => {
      const { text, signatures } = log.note(3);
      return judge(policy, { text, signatures: [...signatures, signText(key, text, time)] }, log.key.name).cosigned.map(({ seconds: given }) => new Date(given * 1_000).getUTCFullYear());
    };
    expect(at(8_640_000_000_000)).toEqual([275_760]);
    for (const time of [8_640_000_000_001, 2 ** 63]) expect(() => at(time)).toThrow(`witness w1 says that it signed ${time} seconds after 1970, which is no date`);
  });

  it('is refused when a witness has the key of a log, whichever of the two is named first: no log vouches for itself', () => {
    const { key } = logOf(newFolder());
    const lines = [`log ${formatVerifierKey(key)}`, `witness w1 ${formatVerifierKey(signingKey('auditor', kinds.cosignature, key.secret))}`];
    for (const some of [lines, lines.toReversed()]) expect(() => parsePolicy(`${some.join('\n')}\nquorum w1\n`)).toThrow('the key of witness w1 is a log\'s');
  });

  const refused: readonly (readonly [text: string, why: string])[] = [
    ['', 'quorum line is missing'], ['quorum w9', 'w9 is not defined'], [`${three}\nquorum none\nquorum w1`, 'exactly one'], [`${three}\ngroup g 4 w1 w2 w3\nquorum g`, 'any, all or a number from 1 to 3'],
    [`${three}\ngroup g all\nquorum g`, 'a group of 0 needs any, all or a number from 1 to 0, found all'], [`${three}\ngroup g 0 w1\nquorum g`, 'found 0'], [`${three}\ngroup g any w1 w9\nquorum g`, 'w9 is not defined above'], [`${three}\ngroup none any w1\nquorum none`, 'none cannot be defined twice'],
    [`witness w1 ${keys[0]} http://a b\nquorum none`, 'a witness has a name, a key and at most an address'], [`${three}\nquorum w1 w2`, 'one quorum, of one name'],
    [`${three}\ngroup g any w1 w1\nquorum g`, 'twice'], [`${three}\nwitness w4 ${keys[0]}\nquorum none`, 'is there already'], [`${three}\nwitness w1 ${formatVerifierKey(newWitnessKey('d'))}\nquorum none`, 'cannot be defined twice'],
    ['log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k x y\nquorum none', 'at most an address'], [`log ${keys[0]}\nquorum none`, 'type 1'], ['constructor x\nquorum none', 'found constructor'], ['trust everybody', 'line 1'],
  ];
  it.each(refused.map(([text, why]) => [why, text]))('is refused, and told why: %s', (why, text) => expect(() => parsePolicy(text)).toThrow(why));
});
