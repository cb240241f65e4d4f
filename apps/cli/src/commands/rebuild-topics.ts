import { openPool } from '@anjuan/event-store';
import { publishAnew } from '@anjuan/publish';
import type { Terminal } from '../terminal';

/** The publisher does the work, also if nobody watches; `doctor` shows how far it is. */
export const rebuildTopics = async (url: string, terminal: Terminal): Promise<number> => {
  const pool = openPool(url, { max: 1, role: 'anjuan_app' });
  try {
    await publishAnew(pool);
    terminal.say('已请求从第一个事件起重新发布；进度见 anjuan doctor / asked to publish everything again from the first event; see anjuan doctor for how far it is');
    return 0;
  } finally {
    await pool.end();
  }
};
