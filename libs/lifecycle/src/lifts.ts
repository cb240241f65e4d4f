import type { Text } from './words';
import { text } from './words';
import { sealedFields } from './asked';
import type { Recorded } from './matter';
import type { Lifecycle } from './process';
import type { Loose } from './transition';

type Upcaster = (asked: Loose) => Loose;
type After<Version extends number, Counted extends readonly unknown[] = [0]> = Counted['length'] extends Version ? [...Counted, 0]['length'] & number : After<Version, [...Counted, 0]>;

/**
 * The upcasters of one event, from version 1 on: each takes what was asked as its version stored it and gives it as the
 * next one does. Pure and total. A sealed value comes as it is stored, encrypted: it may get another name, never another content.
 */
export type Lifts<Asked, Version extends number = never> = {
  /** From version `i + 1` straight to today's. */
  readonly toToday: readonly Upcaster[];
  readonly from: <Next extends object>(version: Version, lift: (asked: Asked) => Next) => Lifts<Next, After<Version>>;
};

const lifting = <Asked, Version extends number>(steps: readonly Upcaster[]): Lifts<Asked, Version> => ({
  toToday: steps.reduceRight<readonly Upcaster[]>((later, step) => [(asked) => (later[0] ?? same)(step(asked)), ...later], []),
  from: (version, lift) => {
    const expected = steps.length + 1;
    if (version !== expected) throw new Error(`an upcaster from version ${version} stands where the one from version ${expected} belongs: each lifts one version to the next, from 1 on, without a gap and never back`);
    return lifting([...steps, lift as unknown as Upcaster]); // typed where it is written; here a chain of anything
  },
});
const same: Upcaster = (asked) => asked;

/** `liftFrom(1, …).from(2, …)`: beside the row whose question changed, which is at version 3 then. */
export const liftFrom = <Asked extends object, Next extends object>(version: 1, lift: (asked: Asked) => Next): Lifts<Next, 2> => lifting<Asked, 1>([]).from(version, lift);

/** The version in which today's build writes what has these upcasters. */
export const versionOf = (lifts: Pick<Lifts<never>, 'toToday'> | undefined): number => (lifts?.toToday.length ?? 0) + 1;

/** What a correction holds, as far as it may be lifted: corrections name facts, so a fact that gets another name is renamed there too. */
export type Correction = { readonly field: string; readonly lane?: string; readonly old?: unknown; readonly new: unknown };

/** An event, or a draft of one, as far as its version hangs on it. */
type Versioned = Pick<Recorded, 'type' | 'row' | 'data'>;

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);

/** A proposal holds what its row asks, so it is as old as the row's version it was made under. */
const rowAsking = ({ rows }: Lifecycle, { type, row, data }: Versioned) => {
  const name = row ?? (type === 'StepProposed' && data['step'] === true ? String(data['name']) : undefined);
  return name === undefined ? undefined : own(rows, name);
};

const isCorrection = ({ type, data }: Versioned) => type === 'FactCorrected' || (type === 'StepProposed' && data['step'] !== true && data['name'] === 'correct');

const liftsOf = (lifecycle: Lifecycle, event: Versioned) => (isCorrection(event) ? lifecycle.corrections : rowAsking(lifecycle, event)?.lifts);

/** The version in which this build writes such an event. One that every process knows keeps to version 1: another shape is another name. */
export const schemaOf = (lifecycle: Lifecycle, event: Versioned): number => versionOf(liftsOf(lifecycle, event));

/** This build cannot read the event; followers park its stream, the door answers nothing about it. The message is in both languages. */
export class UnreadableEvent extends Error {
  override readonly name: string = 'UnreadableEvent';
  constructor(readonly words: Text, options?: ErrorOptions) {
    super(`${words.zh} / ${words.en}`, options);
  }
}

/** Stored by a newer build: nothing is wrong with the event, this installation must be updated. */
export class WrittenByNewer extends UnreadableEvent {
  override readonly name = 'WrittenByNewer';
}

const named = ({ type, row }: Pick<Recorded, 'type' | 'row'>) => (row === undefined ? type : `${type} (${row})`);

/** The event as this build would have written it. What is stored stays as it is; an event of today's version is given back itself. Throws `UnreadableEvent`. */
export const lift = <E extends Recorded>(lifecycle: Lifecycle, event: E): E => {
  const lifts = liftsOf(lifecycle, event);
  const { schema, stream, revision } = event;
  const newest = versionOf(lifts);
  if (schema === newest) return event;
  if (schema > newest)
    throw new WrittenByNewer(text(
      `${stream} 第 ${revision} 版 ${named(event)} 由更新的程序写入（内容格式第 ${schema} 版，本程序只认到第 ${newest} 版）；请升级本系统`,
      `${stream} revision ${revision}: ${named(event)} was stored by a newer version (schema ${schema}, this build knows up to ${newest}); update this installation`,
    ));
  const upcast = lifts?.toToday[schema - 1];
  if (!upcast) throw new UnreadableEvent(text(`${stream} 第 ${revision} 版 ${named(event)} 的内容格式版本为 ${schema}，应为 1 至 ${newest}`, `${stream} revision ${revision}: ${named(event)} has schema ${schema}, expected 1 to ${newest}`));
  try {
    return { ...event, schema: newest, data: lifted(lifecycle, event, upcast) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableEvent(text(`${stream} 第 ${revision} 版 ${named(event)} 不能由第 ${schema} 版转换到第 ${newest} 版：${why}`, `${stream} revision ${revision}: ${named(event)} could not be lifted from version ${schema} to ${newest}: ${why}`), { cause });
  }
};

const lifted = (lifecycle: Lifecycle, event: Versioned, upcast: Upcaster): Loose => {
  const { data } = event;
  if (event.type === 'FactCorrected') return { ...data, ...upcast(data) };
  const asks = rowAsking(lifecycle, event)?.asks;
  return { ...data, asked: upcast(data['asked'] as Loose), ...(event.type === 'StepProposed' && asks && { sealed: sealedFields(asks) }) };
};
