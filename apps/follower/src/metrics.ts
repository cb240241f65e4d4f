import { createServer } from 'node:http';
import { standings, type EventStore, type Follower, type Log, type Standing } from '@anjuan/follow';
import type { Pool } from 'pg';

type Measured = { readonly store: EventStore; readonly pool: Pool; readonly followers: Readonly<Record<string, Follower>>; readonly pending: () => Promise<number>; readonly log: Log };

type Sample = { readonly labels: Readonly<Record<string, string | number>>; readonly value: number };

/** Prometheus's text format, version 0.0.4. Followers' names are plain words. */
const text = (name: string, help: string, samples: readonly Sample[]): string =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples.map(({ labels, value }) => `${name}{${Object.entries(labels).map(([key, word]) => `${key}="${word}"`).join(',')}} ${value}`), ''].join('\n');

/** Events a second since it was asked last; nothing is known the first time. */
const rates = () => {
  let before = new Map<string, { readonly position: number; readonly at: number }>();
  return (all: readonly Standing[]): readonly Sample[] => {
    const at = performance.now();
    const samples = all.map(({ follower, partition, position }) => {
      const last = before.get(`${follower} ${partition}`);
      return { labels: { follower, partition }, value: last ? Math.max(0, ((position - last.position) * 1_000) / Math.max(1, at - last.at)) : 0 };
    });
    before = new Map(all.map(({ follower, partition, position }) => [`${follower} ${partition}`, { position, at }]));
    return samples;
  };
};

/** Serves `/metrics` on this machine only. Port 0 takes a free one; answers which. */
export const serveMetrics = async ({ store, pool, followers, pending, log }: Measured, port: number) => {
  const rateOf = rates();
  const metrics = async (): Promise<string> => {
    const [all, unsent] = await Promise.all([standings(pool, store), pending()]);
    const of = (value: (standing: Standing) => number): readonly Sample[] => all.map((standing) => ({ labels: { follower: standing.follower, partition: standing.partition }, value: value(standing) }));
    const here = Object.entries(followers).map(([follower, { health }]) => ({ follower, ...health() }));
    return [
      text('anjuan_follower_position', 'Position up to which the part has followed.', of(({ position }) => position)),
      text('anjuan_follower_lag_events', 'Positions the part lacks: events in Postgres, bytes of the log in KurrentDB.', of(({ behind }) => behind)),
      text('anjuan_follower_lag_seconds', 'How long the first event that the part lacks has been there.', of(({ seconds }) => seconds)),
      text('anjuan_follower_events_per_second', 'Positions the part went on by, a second, since this was asked last.', rateOf(all)),
      text('anjuan_follower_parked_streams', 'Streams that the part has left alone, because an event could not be read or applied.', of(({ parked }) => parked)),
      text('anjuan_follower_leading', 'Whether this process leads any part.', here.map(({ follower, leading }) => ({ labels: { follower }, value: Number(leading) }))),
      text('anjuan_follower_failing', 'Whether it waits for something that is away.', here.map(({ follower, failing }) => ({ labels: { follower }, value: Number(failing !== undefined) }))),
      text('anjuan_build_position', 'Position up to which rows are built anew, beside the live ones.', here.flatMap(({ follower, building }) => (building ? [{ labels: { follower, phase: building.phase }, value: building.position }] : []))),
      text('anjuan_build_left_seconds', 'When that is done, if it goes on like this.', here.flatMap(({ follower, building }) => (building ? [{ labels: { follower, phase: building.phase }, value: building.left }] : []))),
      text('anjuan_workflows_untold', 'Streams whose workflow does not know yet how they stand.', [{ labels: {}, value: unsent }]).replace('{}', ''),
    ].join('');
  };
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics().then(
      (body) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(body),
      (error: Error) => {
        log.warn({ cause: error.message }, 'metrics: no answer from the database');
        response.writeHead(503).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
};
