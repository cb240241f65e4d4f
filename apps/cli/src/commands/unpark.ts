import { openPool } from '@anjuan/event-store';
import { askRetry } from '@anjuan/follow';
import type { Terminal } from '../terminal';

/** Asks the followers, who try within a second or two; `doctor` shows what is parked still. */
export const unpark = async (url: string, stream: string | undefined, terminal: Terminal, json: boolean): Promise<number> => {
  const pool = openPool(url, { max: 1, role: 'anjuan_app' });
  try {
    const { rows } = await pool.query<{ follower: string }>('select distinct follower from parked order by follower');
    let asked = 0;
    for (const { follower } of rows) asked += await askRetry(pool, follower, stream);
    if (json) terminal.json({ asked });
    else terminal.say(asked === 0 ? '没有停下的流 / no such stream is parked' : `已请求重试 ${asked} 处；稍后用 anjuan doctor 查看 / asked to try ${asked} again; see anjuan doctor in a moment`);
    return stream !== undefined && asked === 0 ? 1 : 0;
  } finally {
    await pool.end();
  }
};
