/** Types of the package's door, for TypeScript that does not read JSDoc across packages. */
export type Running = { readonly pid: number; readonly exited: Promise<string>; stop(): Promise<void> };
export type Postgres = Running & { readonly url: string };
export type Temporal = Running & { readonly address: string; readonly uiUrl: string };
export type Kafka = Running & { readonly brokers: string };
export type Child = Running & { readonly name: string };
export type Identity = { pid: number; command: string; began?: string | undefined };
export type Part = { part: string; ok: boolean; found: string; todo: string };
export type Installation = { databaseUrl: string; temporalAddress: string; temporalUiUrl: string; consoleUrl: string; keyFile: string; kafkaBrokers?: string | undefined };

export const root: string;
export function home(): string;
export function tools(): string;

export function freePort(): Promise<number>;
export function isFree(port: number): Promise<boolean>;

export function commandOf(pid: number): string | undefined;
export function identify(pid: number): Identity;
export function isAlive(identity: Identity): boolean;
export function end(identity: Identity, how?: { signal?: NodeJS.Signals; grace?: number }): Promise<'gone' | 'stopped' | 'killed'>;

export function startChild(
  folder: string,
  wanted: { name: string; program: string; args: readonly string[]; log: string; env?: NodeJS.ProcessEnv; cwd?: string; signal?: NodeJS.Signals; grace?: number },
): Promise<Child>;
export function endStale(folder: string, tell: (text: string) => void): Promise<void>;
export function records(folder: string): (Identity & { name: string; startedAt: string; launcher: Identity; signal: NodeJS.Signals })[];

export function startPostgres(place: {
  dir: string; port: number; log: string; run: string; name?: string; database?: string; settings?: Record<string, string>;
}): Promise<Postgres>;
export function answers(url: string): Promise<boolean>;
export function safetySettings(url: string): Promise<Record<string, string>>;

export function startTemporal(place: {
  program: string; file?: string | undefined; port: number; uiPort: number; log: string; run: string; name?: string;
}): Promise<Temporal>;
export function serves(address: string): Promise<boolean>;
export function prepare(address: string, namespace?: string): Promise<void>;

export function startKafka(place: {
  jars: string; dir: string; port: number; controllerPort: number; log: string; run: string; name?: string; settings?: Record<string, string>;
}): Promise<Kafka>;
export function brokersAnswer(brokers: string): Promise<boolean>;

export function findKafka(): string | undefined;
export function findTemporal(): string | undefined;
export function findTestServer(): string | undefined;
export function findChromium(): string | undefined;

/** What the last `npm start` on this home wrote down for the command line; undefined before the first. */
export function readInstallation(): Installation | undefined;
/** Name of a file that stands in a home while a backup is restored into it. */
export const restoring: string;
/** One launcher per home; a lock left by a dead one is taken over. */
export function takeLock(folder: string): { taken: true; release(): void } | { taken: false; pid: number };
export function checkParts(): Promise<Part[]>;
