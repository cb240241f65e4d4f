import { followerParts, type Part } from '../follower-parts';
import type { Places } from '../config';
import type { Terminal } from '../terminal';

type Local = Pick<typeof import('@anjuan/local'), 'answers' | 'checkParts'>;

/** Parts that only the tests need: told, but no reason to call the installation ill. */
const isForTests = ({ part }: Part) => part.endsWith('(tests)');

const line = ({ part, ok, found, todo }: Part) => `${ok ? '正常 ok  ' : '问题 !!  '}${part}: ${found}${todo === '' ? '' : `\n         → ${todo}`}`;

const followersOf = async ({ databaseUrl, temporalAddress, namespace, store }: Places, { answers }: Local): Promise<readonly Part[]> =>
  databaseUrl !== undefined && (await answers(databaseUrl))
    ? followerParts(databaseUrl, store, temporalAddress === undefined ? undefined : { address: temporalAddress, namespace })
    : [{ part: 'Followers', ok: true, found: 'not looked at: the database does not run', todo: '' }];

export const doctor = async (where: Places, local: Local, terminal: Terminal, json: boolean): Promise<number> => {
  const parts = [...(await local.checkParts()), ...(await followersOf(where, local))];
  const healthy = parts.every((part) => part.ok || isForTests(part));
  if (json) terminal.json({ ok: healthy, parts });
  else terminal.say(`${parts.map(line).join('\n')}\n${healthy ? '一切正常 / all is well' : '有问题，见标有 !! 的各项 / something is wrong: see the lines marked !!'}`);
  return healthy ? 0 : 1;
};
