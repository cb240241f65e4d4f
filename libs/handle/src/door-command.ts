import type { Actor, Command, Matter, Refusal } from '@anjuan/lifecycle';
import { engineRole, refusal } from '@anjuan/lifecycle';
import type { Receipt } from '@anjuan/event-store';
import { deepest, isTooDeep } from './canonical';
import { enginePrefix } from './ids';

/** A command with what ties it to others; only the engine gives either. */
export type DoorCommand = Command & {
  /** Event that led to it. */
  readonly causation?: string;
  /** History that a matter opened by it belongs to; its own when absent. */
  readonly correlation?: string;
};

export type Outcome =
  | { readonly kind: 'done'; readonly receipt: Receipt; readonly matter: Matter; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'reused'; readonly receipt: Receipt };

/** The engine as actor: clocks and reactions act in its name. */
export const engine: Actor = { person: '系统', office: '系统', post: engineRole };

/** A proposal bears its command's id, and `approve` takes no longer one. */
const commandId = /^[\x21-\x7e]{1,100}$/;

/** What no table has to look at: whether it is a command at all. */
export const shapeRefusal = ({ id, name, asked, papers, ifMatch, actor }: DoorCommand): Refusal | undefined => {
  if (typeof id !== 'string' || !commandId.test(id))
    return refusal('invalid-command-id', '命令编号须为 1–100 个可见的 ASCII 字符', 'a command id has 1 to 100 visible ASCII characters', { field: 'id', value: String(id).slice(0, 120) });
  if (id.startsWith(enginePrefix) && actor?.post !== engineRole)
    return refusal('invalid-command-id', `以「${enginePrefix}」开头的命令编号由系统使用`, `command ids that begin with ${enginePrefix} are the engine’s own`, { field: 'id', value: id });
  if (typeof name !== 'string') return refusal('unknown-command', '没有指明步骤', 'no step is named', { field: 'command', value: null });
  if (isTooDeep(asked) || isTooDeep(papers)) return refusal('too-deep', `内容嵌套超过 ${deepest} 层`, `the content is nested more than ${deepest} levels deep`, { field: 'asked', value: null });
  if (ifMatch !== undefined && !(Number.isSafeInteger(ifMatch) && ifMatch >= 1))
    return refusal('invalid-revision', '版本号须为正整数', 'a revision is a whole number from 1', { field: 'ifMatch', value: String(ifMatch) });
  return undefined;
};

/** Nobody can have looked at a revision that is not there yet. */
export const unseenRefusal = ({ ifMatch, stream }: DoorCommand, matter: Matter | undefined): Refusal | undefined =>
  ifMatch !== undefined && ifMatch > (matter?.revision ?? 0)
    ? refusal('unknown-revision', `${stream} 现为第 ${matter?.revision ?? 0} 版，没有第 ${ifMatch} 版`, `${stream} is at revision ${matter?.revision ?? 0}; there is no revision ${ifMatch}`, { field: 'ifMatch', value: ifMatch })
    : undefined;
