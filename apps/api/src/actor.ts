import { actorSchema, engineRole, parse, refusal, type Actor, type Refusal } from '@anjuan/lifecycle';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Who sends a request: the port that accounts will fill. `undefined`: nobody said. */
export type ActorOf = (headers: Headers) => { readonly actor: Actor } | { readonly refused: Refusal } | undefined;

// Control characters, zero-width ones, overrides of direction, half characters: two names that look alike must be alike.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

const invalid = (zh: string, en: string, field = 'X-Anjuan-Actor'): { readonly refused: Refusal } => ({ refused: refusal('invalid-actor', zh, en, { field }) });

const decoded = (header: string): unknown => {
  try {
    return JSON.parse(decodeURIComponent(header).normalize('NFC'));
  } catch {
    return undefined;
  }
};

const actorIn = (header: string | string[]): ReturnType<ActorOf> & object => {
  const claimed = typeof header === 'string' ? decoded(header) : undefined;
  if (claimed === undefined) return invalid('X-Anjuan-Actor 不是 URI 编码的 JSON', 'X-Anjuan-Actor is not URI-encoded JSON');
  const parsed = parse(actorSchema, claimed);
  if ('refused' in parsed) return { refused: { ...parsed.refused, rule: 'invalid-actor', field: `actor.${parsed.refused.field ?? ''}` } };
  const { onBehalfOf, ...rest } = parsed.ok;
  const actor: Actor = { ...rest, ...(onBehalfOf !== undefined && { onBehalfOf }) };
  for (const [field, value] of Object.entries(actor)) if (invisible.test(value)) return invalid(`经办人 ${field} 含有不可见字符`, `the actor's ${field} holds invisible characters`, `actor.${field}`);
  if (actor.post === engineRole) return { refused: refusal('engine-only', '系统自身的职务不得冒用', "the engine's own post cannot be claimed", { field: 'actor.post', value: actor.post }) };
  return { actor };
};

const remembered = 1_000;
// Some hundred people send the same few headers all day.
const known = new Map<string | string[], { readonly actor: Actor }>();

/** Until there are accounts, the sender says who acts; only the engine's own post cannot be claimed. */
export const actorFromHeader: ActorOf = (headers) => {
  const header = headers['x-anjuan-actor'];
  if (header === undefined) return undefined;
  const before = known.get(header);
  if (before) return before;
  const acting = actorIn(header);
  if ('refused' in acting) return acting;
  if (known.size >= remembered) known.clear();
  known.set(header, acting);
  return acting;
};

export const actorMissing: Refusal = refusal('actor-missing', '缺少 X-Anjuan-Actor：须表明经办人', 'X-Anjuan-Actor is missing: say who acts', { field: 'X-Anjuan-Actor' });
