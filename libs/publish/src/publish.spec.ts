import { asyncapi } from '@anjuan/derive';
import { askRetry } from '@anjuan/follow';
import { noLeaf, sealEvent, sha256 } from '@anjuan/proof';
import { kafkaBroker, needs, type KafkaBroker } from '@anjuan/test/support';
import { openDiaries, secret, until } from '../test/diary';
import { kafkaPublisher, publishAnew, type Publisher } from './index';

needs('kafka')('the publisher', () => {
  let broker: KafkaBroker;
  let diaries: Awaited<ReturnType<typeof openDiaries>>;
  beforeAll(async () => { broker = await kafkaBroker({ 'num.partitions': '3' }); });
  afterAll(() => broker.stop());
  beforeEach(async () => { diaries = await openDiaries(broker.brokers); });
  afterEach(() => diaries.close());

  const published = async (follower: ReturnType<typeof diaries.follow>) => until(async () => (await follower.position()) === (await diaries.store.head()));
  /** First arrivals, stream by stream; repeats are left out by their id, as a reader does. */
  const revisions = (arrived: Awaited<ReturnType<typeof diaries.arrived>>) => {
    const seen = new Set<string>();
    const streams: Record<string, number[]> = {};
    for (const { key, event: { id, data } } of arrived) {
      if (!seen.has(id)) (streams[key] ??= []).push(data.revision);
      seen.add(id);
    }
    return streams;
  };
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  it('tells of each event its ids, its type, its places, the stage it led to and its leaf, and nothing that was written', async () => {
    await diaries.write('diary-a', 'begin', 'write', 'fill');
    const follower = diaries.follow();
    await published(follower);
    const { events } = await diaries.store.read('diary-a');
    let leaf = noLeaf;
    const leaves = events.map((event) => (leaf = sealEvent(event, leaf, secret, sha256).leaf).toString('base64'));
    const arrived = await diaries.arrived();
    expect(arrived).toEqual(events.map(({ id, type, position, revision, recordedAt }, i) => ({
      key: 'diary-a',
      event: {
        specversion: '1.0', id, source: '/anjuan/organ', type: `anjuan.${diaries.name}.${type}`, subject: 'diary-a', time: recordedAt, datacontenttype: 'application/json',
        data: { revision, position, history: 'history', stage: ['open', 'open', 'full'][i], leaf: leaves[i] },
      },
    })));
    const { channels } = asyncapi(diaries.processes);
    const messages = Object.values(channels[diaries.name]?.messages ?? {}) as { name: string }[];
    expect(channels[diaries.name]?.address).toBe(diaries.topic);
    expect(messages.map(({ name }) => name)).toEqual(expect.arrayContaining(arrived.map(({ event }) => event.type)));
  });

  it('the broker killed three times during 3,000 sends: nothing lost, nothing out of its order, repeats under their own id', async () => {
    const streams = upTo(30).map((n) => `diary-${n}`);
    const follower = diaries.follow();
    let written = 0;
    for (const round of upTo(4)) {
      const writing = Promise.all(streams.map(async (stream) => {
        for (const row of round === 1 ? (['begin', ...Array<'write'>(24).fill('write')] as const) : Array<'write'>(25).fill('write')) await diaries.write(stream, row);
      }));
      if (round > 1) {
        await until(() => follower.health().position > written);
        await broker.kill();
        await writing;
        const head = await diaries.store.head();
        await until(() => follower.health().failing !== undefined);
        expect(follower.health().failing).toMatch(/ECONNREFUSED|[Cc]onnection/);
        expect(await follower.position()).toBeLessThan(head);
        broker = await broker.again();
      }
      await writing;
      await published(follower);
      written = await diaries.store.head();
    }
    expect(written).toBe(3_000);
    const arrived = await diaries.arrived();
    expect(revisions(arrived)).toEqual(Object.fromEntries(streams.map((stream) => [stream, upTo(100)])));
    const bodies = new Map(arrived.map(({ event }) => [event.id, JSON.stringify(event)]));
    expect(bodies.size).toBe(3_000);
    expect(arrived.every(({ event }) => bodies.get(event.id) === JSON.stringify(event))).toBe(true);
  });

  it('what was acknowledged is not behind the checkpoint before the database says so: cut off in between, it comes again', async () => {
    await diaries.write('diary-a', 'begin', 'write');
    let cut = 0;
    const follower = diaries.follow({ crash: () => { if (cut++ === 0) throw new Error('cut off'); } });
    await until(() => follower.health().failing === 'cut off');
    expect(await follower.position()).toBe(0);
    await published(follower);
    expect((await diaries.arrived()).map(({ event }) => event.data.revision)).toEqual([1, 2, 1, 2]);
  });

  it('a topic that is lost stops it, by name, and is not made anew in silence; published anew, everything is there under its old id', async () => {
    await diaries.write('diary-a', 'begin', 'write');
    const follower = diaries.follow();
    await published(follower);
    const before = await diaries.arrived();
    const admin = await diaries.admin();
    await admin.deleteTopics({ topics: [diaries.topic] });
    await diaries.write('diary-a', 'write');
    await until(() => follower.health().failing?.startsWith(`topic ${diaries.topic} is gone`) ?? false);
    expect(await admin.listTopics()).not.toContain(diaries.topic);

    await admin.createTopics({ topics: [{ topic: diaries.topic, numPartitions: 3 }], waitForLeaders: true });
    await until(() => /was acknowledged, but it ends at 0/.test(follower.health().failing ?? ''));
    await publishAnew(diaries.pool);
    await published(follower);
    const ids = (await diaries.arrived()).map(({ event }) => event.id);
    expect(ids).toHaveLength(3);
    expect(ids.slice(0, 2)).toEqual(before.map(({ event }) => event.id));
  });

  it('a topic made anew while nothing was written is noticed with the next event, and not filled as if the rest were still there', async () => {
    await diaries.write('diary-a', 'begin', 'write');
    const { publish, close } = kafkaPublisher(broker.brokers, [diaries.topic]);
    const lost: string[] = [];
    const publisher: Publisher = { close, publish: (...asked) => publish(...asked).catch((error: Error) => { lost.push(error.message); throw error; }) };
    const follower = diaries.follow({ publisher });
    await published(follower);
    const admin = await diaries.admin();
    await admin.deleteTopics({ topics: [diaries.topic] });
    await until(async () => !(await admin.listTopics()).includes(diaries.topic));
    await until(() => admin.createTopics({ topics: [{ topic: diaries.topic, numPartitions: 3 }], waitForLeaders: true }).catch(() => false));

    await diaries.write('diary-a', 'write');
    // Nor when it tries again, though the topic by then ends behind what was acknowledged.
    await until(async () => lost.length > 1 || (await follower.position()) === 3);
    expect(lost.slice(0, 2)).toEqual(Array(2).fill(expect.stringMatching(/offset 0 was acknowledged a second time: it was made anew or put back/)));
    expect(await follower.position()).toBe(2);

    await publishAnew(diaries.pool);
    await published(follower);
    expect(revisions((await diaries.arrived()).slice(1))).toEqual({ 'diary-a': [1, 2, 3] });
  });

  it('a store whose events were exchanged is not published from where another log had come to; published anew it is', async () => {
    await diaries.write('diary-a', 'begin', 'write');
    const first = diaries.follow();
    await published(first);
    await first.stop();
    await diaries.owner.query('delete from events; update head set position = 0');
    await diaries.write('diary-b', 'begin', 'write', 'write');
    const second = diaries.follow();
    await until(() => second.health().failing !== undefined);
    expect(second.health().failing).toMatch(/^what publisher did is of another log: .* run `anjuan rebuild topics`$/);
    expect(revisions(await diaries.arrived())).toEqual({ 'diary-a': [1, 2] });
    await publishAnew(diaries.pool);
    await published(second);
    expect(revisions(await diaries.arrived())).toEqual({ 'diary-a': [1, 2], 'diary-b': [1, 2, 3] });
  });

  it('an event the broker finds too large, or that no row reads, parks its stream; the others go on, and it goes on in order later', async () => {
    const admin = await diaries.admin();
    await admin.createTopics({ topics: [{ topic: diaries.topic, configEntries: [{ name: 'max.message.bytes', value: '1000' }] }], waitForLeaders: true });
    await diaries.write('diary-a', 'begin');
    await diaries.write('diary-long', 'begin', 'ramble', 'write');
    await diaries.write('diary-torn', 'begin', 'tear', 'write');
    await diaries.write('diary-a', 'write', 'write');
    const others = upTo(12).map((n) => `diary-${n}`);
    for (const stream of others) await diaries.write(stream, 'begin', 'write');
    const follower = diaries.follow();
    await published(follower);
    expect(await diaries.parked()).toEqual([
      { stream: 'diary-long', position: 3, cause: expect.stringContaining('MESSAGE_TOO_LARGE') },
      { stream: 'diary-torn', position: 6, cause: expect.stringContaining('PageTornOut') },
    ]);
    expect(revisions(await diaries.arrived())).toEqual({ 'diary-a': [1, 2, 3], 'diary-long': [1], 'diary-torn': [1], ...Object.fromEntries(others.map((stream) => [stream, [1, 2]])) });

    await admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: diaries.topic, configEntries: [{ name: 'max.message.bytes', value: '100000' }] }] });
    await diaries.write('diary-long', 'write');
    await askRetry(diaries.pool, 'publisher', 'diary-long');
    await until(async () => (await diaries.parked()).length === 1);
    await published(follower);
    expect(revisions(await diaries.arrived())).toMatchObject({ 'diary-long': [1, 2, 3, 4] });
  });
});
