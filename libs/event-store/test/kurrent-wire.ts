import { Metadata, Server, ServerCredentials, type sendUnaryData, type ServerWritableStream, type status } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb';
import { StreamsService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb';
import { ReadResp, type ReadReq } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import { StreamsServiceService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb';
import { AppendRecordsResponse, type AppendRecordsRequest } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb';

/** A status as the server puts it on the wire; `detail` names what the client knows some of them by. */
export type Refusal = { readonly code: status; readonly detail?: string };

/** One field of a protobuf message: its number, the length, the bytes; all here are shorter than 128. */
const field = (number: number, bytes: Buffer) => Buffer.concat([Buffer.from([8 * number + 2, bytes.length]), bytes]);

const metadataOf = (detail: string): Metadata => {
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', field(3, field(1, Buffer.from(`type.googleapis.com/kurrentdb.protocol.v2.streams.errors.${detail}`))));
  return metadata;
};

/**
 * The other end of the client's wire: keeps what it is sent, answers each append with the refusal given, or that it was
 * done, and each reading that there is no such stream, or as `reading` says. It stores nothing, so it shows what we send
 * and what we make of an answer, never what a server does.
 */
export const wire = async ({ knowsAppendRecords = true } = {}) => {
  const sent: AppendRecordsRequest.AsObject[] = [];
  const asked: ReadReq.AsObject[] = [];
  const refusals: Refusal[] = [];
  const readings: ((call: ServerWritableStream<ReadReq, ReadResp>) => void)[] = [];
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_: unknown, done: sendUnaryData<SupportedMethods>) => {
      const [service = '', method = ''] = StreamsServiceService.appendRecords.path.slice(1).split('/');
      done(null, new SupportedMethods().setMethodsList(knowsAppendRecords ? [new SupportedMethod().setServiceName(service).setMethodName(method)] : []).setEventStoreServerVersion('26.1.0'));
    },
  });
  server.addService(StreamsService, {
    read: (call: ServerWritableStream<ReadReq, ReadResp>) => {
      asked.push(call.request.toObject());
      const answer = readings.shift();
      if (answer) return answer(call);
      call.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(call.request.getOptions()?.getStream()?.getStreamIdentifier())));
      call.end();
    },
  });
  server.addService(StreamsServiceService, {
    appendRecords: ({ request }: { readonly request: AppendRecordsRequest }, done: sendUnaryData<AppendRecordsResponse>) => {
      sent.push(request.toObject());
      const refused = refusals.shift();
      if (refused) done({ code: refused.code, details: 'refused', metadata: refused.detail === undefined ? new Metadata() : metadataOf(refused.detail) });
      else done(null, new AppendRecordsResponse().setPosition('7'));
    },
  });
  const port = await new Promise<number>((resolve, reject) => server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))));
  return {
    url: `kurrentdb://127.0.0.1:${port}?tls=false`, sent, asked,
    refuse: (...next: readonly Refusal[]) => void refusals.push(...next),
    reading: (...next: typeof readings) => void readings.push(...next),
    close: () => server.forceShutdown(),
  };
};
