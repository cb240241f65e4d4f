import { Metadata, status } from '@grpc/grpc-js';
import { UUID } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import { ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import { wire } from '../../test/kurrent-wire';
import { admit } from '../admit';
import { append, batch, draft } from '../contract/given';
import { StoreBusy, StoreUnavailable } from '../errors';
import { eventId } from '../event-id';
import type { Append, EventStore } from '../port';
import { connect, type Connection } from './connect';
import { failureOf } from './failure';
import { kurrentEventStore } from './kurrent-event-store';
import { namesOf, transactionOf } from './records';

const names = namesOf('office');

type Given = { readonly line: Awaited<ReturnType<typeof wire>>; readonly connection: Connection; readonly send: (item: Append) => Promise<unknown> };

const given = (body: (given: Given) => Promise<void>, server?: Parameters<typeof wire>[0]) => async () => {
  const line = await wire(server);
  const connection = await connect(line.url);
  const send = (item: Append) => {
    const { records, checks } = transactionOf(names, item, admit(item).rows, 'attempt-1');
    return connection.ask((client) => client.appendRecords(records, checks));
  };
  try {
    await body({ line, connection, send });
  } finally {
    await connection.close();
    line.close();
  }
};

const failure = (sending: Promise<unknown>) => sending.then(() => 'written', failureOf);

describe('what KurrentDB is sent', () => {
  it('is one transaction of a command, at the revision the decision was taken at, under ids that follow from it', given(async ({ line, send }) => {
    const item = append('clue-1', 4, { events: batch(3, (n) => draft({ n, 标题: '线索' })) });
    await send(item);
    await send(item);
    const [first, second] = line.sent;
    expect(second).toEqual(first);
    expect(first?.checksList).toEqual([{ streamState: { stream: 'office-clue-1', expectedState: '3' } }]);
    expect(first?.recordsList.map(({ stream, recordId, schema, data }) => [stream, recordId, schema?.name, Buffer.from(String(data), 'base64').toString()])).toEqual(
      [0, 1, 2].map((n) => ['office-clue-1', eventId('clue-1', item.command, n), 'ClueRegistered', JSON.stringify({ n, 标题: '线索' })]),
    );
  }));

  it('is, when a stream is opened, also the place of the command among the openings: both must be free', given(async ({ line, send }) => {
    const item = append('clue-1', 0, { command: 'command-1' });
    await send(item);
    await send({ ...item, stream: 'clue-2' });
    const [one, other] = line.sent;
    expect(one?.checksList.map(({ streamState }) => [streamState?.stream, streamState?.expectedState])).toEqual([['office-clue-1', '-1'], ['office.opening-command-1', '-1']]);
    expect(one?.recordsList.map(({ stream }) => stream)).toEqual(['office.opening-command-1', 'office-clue-1']);
    expect(Buffer.from(String(one?.recordsList[0]?.data), 'base64').toString()).toBe('{"stream":"clue-1"}');
    // By another id the server knows that the place was taken by another stream.
    expect(other?.recordsList[0]?.recordId).not.toBe(one?.recordsList[0]?.recordId);
  }));

  it('is whole up to our own limits', given(async ({ line, send }) => {
    const events = batch(8, () => draft({ text: '线'.repeat(332_000) }));
    await send(append('clue-1', 0, { events }));
    expect(line.sent[0]?.recordsList).toHaveLength(9);
  }));
});

describe('what KurrentDB answers', () => {
  it.each([
    ['that a stream stands elsewhere, or holds a part of the events', { code: status.FAILED_PRECONDITION, detail: 'AppendConsistencyViolationErrorDetails' }, 'overtaken'],
    ['that a stream was deleted for good', { code: status.FAILED_PRECONDITION, detail: 'StreamTombstonedErrorDetails' }, 'broken'],
    ['that the transaction is too large for it', { code: status.ABORTED, detail: 'AppendTransactionSizeExceededErrorDetails' }, 'broken'],
    ['that an event is too large for it', { code: status.INVALID_ARGUMENT, detail: 'AppendRecordSizeExceededErrorDetails' }, 'broken'],
    ['that the request is wrong', { code: status.INVALID_ARGUMENT }, 'broken'],
    ['that we may not', { code: status.PERMISSION_DENIED }, 'broken'],
    ['that it does not know who we are', { code: status.UNAUTHENTICATED }, 'broken'],
    ['that it is not ready, or too busy', { code: status.UNAVAILABLE }, 'away'],
    ['that the disks did not answer in time', { code: status.DEADLINE_EXCEEDED }, 'away'],
    ['that something went wrong in it', { code: status.INTERNAL }, 'away'],
  ] as const)('%s', (_, refusal, expected) => given(async ({ line, send }) => {
    line.refuse(refusal);
    expect(await failure(send(append('clue-1', 1)))).toBe(expected);
  })());

  it('that another node leads now: the client is made anew, so that it looks for the leader', given(async ({ line, connection, send }) => {
    const [before] = [connection.client()];
    line.refuse({ code: status.FAILED_PRECONDITION, detail: 'NotLeaderNodeErrorDetails' });
    expect(await failure(send(append('clue-1', 1)))).toBe('away');
    expect(connection.client()).not.toBe(before);
    expect(await failure(send(append('clue-1', 1)))).toBe('written');
  }));

  it('that it is older than transactions over streams', given(async ({ send }) => {
    const sending = send(append('clue-1', 1));
    await expect(sending).rejects.toThrow('requires server version 26.1');
    expect(await failure(sending)).toBe('broken');
  }, { knowsAppendRecords: false }));
});

/** A store of its own at the wire. */
const withStore = (body: (given: Pick<Given, 'line'> & { readonly store: EventStore }) => Promise<void>) => async () => {
  const line = await wire();
  const store = await kurrentEventStore(line.url, 'office');
  try {
    await body({ line, store });
  } finally {
    await store.close();
    line.close();
  }
};

describe('the KurrentDB event store at the wire', () => {
  it('reads a stream before it appends to it, from the leader, and writes nothing where the stream stands elsewhere', withStore(async ({ line, store }) => {
    expect(await store.append(append('clue-1', 3))).toEqual({ kind: 'conflict', expected: 3, current: 0 });
    expect(line.asked.map(({ options }) => Buffer.from(String(options?.stream?.streamIdentifier?.streamName), 'base64').toString())).toEqual(['office-clue-1']);
    expect(line.sent).toEqual([]);
  }));

  it('sends the very same again when the way was lost once, and says so when it is lost again', withStore(async ({ line, store }) => {
    line.refuse({ code: status.UNAVAILABLE }, { code: status.DEADLINE_EXCEEDED });
    await expect(store.append(append('clue-1', 0))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(line.sent).toHaveLength(2);
    expect(line.sent[1]).toEqual(line.sent[0]);
  }));

  it('never takes the word of a server for a write that the stream does not show', withStore(async ({ line, store }) => {
    await expect(store.append(append('clue-1', 0))).rejects.toThrow('neither wrote the append nor showed');
    expect(new Set(line.sent.map((request) => JSON.stringify(request))).size).toBe(1);
  }));

  it('says at once what no retry can mend', withStore(async ({ line, store }) => {
    line.refuse({ code: status.PERMISSION_DENIED });
    await expect(store.append(append('clue-1', 0))).rejects.not.toBeInstanceOf(StoreUnavailable);
    expect(line.sent).toHaveLength(1);
  }));

  it('reads what the client hands over: the JSON, the metadata and the place', withStore(async ({ line, store }) => {
    const item = append('clue-线', 3, { events: [draft({ 标题: '线索', n: -1.5e-7 })] });
    const [record] = transactionOf(namesOf('office'), item, admit(item).rows, 'attempt-1').records;
    line.reading((call) => {
      const event = new ReadResp.ReadEvent.RecordedEvent()
        .setId(new UUID().setString(record!.record.id)).setStreamRevision('0').setCommitPosition('9007199254740991').setPreparePosition('9007199254740991') // one was appended
        .setStreamIdentifier(call.request.getOptions()?.getStream()?.getStreamIdentifier())
        .setData(Buffer.from(JSON.stringify(record!.record.data))).setCustomMetadata(Buffer.from(JSON.stringify(record!.record.metadata)));
      event.getMetadataMap().set('type', record!.record.type).set('content-type', 'application/json').set('created', '0');
      call.write(new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(event)));
      call.end();
    });
    const { events, commands } = await store.read('clue-线');
    expect(events).toEqual([{ ...item.events[0], id: record!.record.id, stream: 'clue-线', revision: 1, position: Number.MAX_SAFE_INTEGER, command: item.command, body: 'body-1', n: 0 }]);
    expect(commands).toEqual([{ command: item.command, body: 'body-1', receipt: { stream: 'clue-线', revision: 1, position: Number.MAX_SAFE_INTEGER } }]);
  }));

  it('comes back when it was sent to a leader that it cannot reach', withStore(async ({ line, store }) => {
    line.reading((call) => {
      const metadata = new Metadata();
      for (const [name, value] of [['exception', 'not-leader'], ['leader-endpoint-host', '127.0.0.1'], ['leader-endpoint-port', '1']] as const) metadata.set(name, value);
      call.emit('error', { code: status.NOT_FOUND, details: 'not the leader', metadata });
    });
    expect(await store.read('clue-1')).toEqual({ events: [], commands: [] });
  }));

  it('asks for a page from the last event it has, which the server gives again', withStore(async ({ line, store }) => {
    line.reading((call) => call.end(), (call) => call.end());
    await store.readAll(0, 5);
    await store.readAll(700, 5);
    expect(line.asked.map(({ options }) => [options?.all?.start !== undefined, options?.all?.position?.commitPosition, options?.count, options?.filter?.streamIdentifier?.prefixList])).toEqual([
      [true, undefined, '6', ['office-']], [false, '700', '6', ['office-']],
    ]);
  }));
});

describe('a KurrentDB that cannot be reached', () => {
  const nowhere = 'kurrentdb://127.0.0.1:1?tls=false';

  it('is said to be away, whatever is asked, and the same may be sent again', async () => {
    const store = await kurrentEventStore(nowhere);
    store.onAppended(() => undefined);
    for (const asked of [store.append(append('clue-1', 0)), store.append(append('clue-1', 1)), store.read('clue-1'), store.readAll(0, 1), store.head()])
      await expect(asked).rejects.toMatchObject({ name: 'StoreUnavailable', retryable: true });
    await store.close();
    await expect(store.append(append('clue-1', 0))).rejects.toThrow(new StoreUnavailable('this event store is closed'));
  });

  it('does not pile up more than it may', async () => {
    const store = await kurrentEventStore(nowhere);
    const found = await Promise.allSettled(Array.from({ length: 1_005 }, (_, i) => store.append(append(`clue-${i}`, 0))));
    const reasons = found.map((one) => (one as PromiseRejectedResult).reason as Error);
    expect(reasons.filter((reason) => reason instanceof StoreBusy)).toHaveLength(5);
    expect(reasons.filter((reason) => reason instanceof StoreUnavailable)).toHaveLength(1_000);
    await store.close();
  });
});

describe('an address', () => {
  it.each([
    ['postgres://admin:hidden@db', 'at character 0 expected kurrentdb://'],
    ['kurrentdb://admin:hidden@db:x', 'expected port number'],
    ['kurrentdb://admin:hidden@db?tls=maybe', 'expected true or false'],
    ['kurrentdb://admin:hid:den@db', 'must be USER:PASSWORD'],
    ['kurrentdb://admin:hidden@db?tls=false', 'sends neither user nor password'],
    ['kurrentdb://admin:hidden@db?tlsCAFile=/no/such.pem', 'certificate file'],
  ])('%s is refused with the reason and without the password', async (url, reason) => {
    const refused = await connect(url).then(() => '', (error: Error) => error.message);
    expect(refused).toContain(reason);
    expect(refused).toContain('KURRENTDB_URL');
    expect(refused).not.toMatch(/hid/);
  });
});
