import { openPool } from '@anjuan/event-store';
import { createQueries, stuckLabels } from '@anjuan/read-models';
import type { Terminal } from '../terminal';

const shown = 20;

/** What does not move, as the follower saw it last: counted by cause, and those stuck the longest. Exits with 1 when a part is away. */
export const stuck = async (url: string, terminal: Terminal, json: boolean): Promise<number> => {
  const pool = openPool(url, { max: 2, role: 'anjuan_app' });
  const queries = createQueries(pool);
  try {
    const { groups, away, lookedAt } = await queries.stuckGroups();
    const found = await queries.stuckCases({ limit: shown });
    if ('refused' in found) throw new Error(found.refused.message.en); // only a page mark is refused, and none was given
    const counted = groups.filter(({ count }) => count > 0);
    const total = counted.reduce((sum, { count }) => sum + count, 0);
    if (json) terminal.json({ lookedAt, away, total, groups: counted, cases: found.items });
    else {
      if (away.temporal !== undefined) terminal.say(`Temporal 自 ${away.temporal} 起没有应答 / Temporal does not answer since ${away.temporal}`);
      if (away.workers !== undefined) terminal.say(`自 ${away.workers} 起没有工作进程 / no worker has asked for work since ${away.workers}`);
      terminal.say(total === 0 ? '没有卡滞的案件 / nothing is stuck' : `卡滞 ${total} 项 / ${total} stuck`);
      for (const { cause, count } of counted) terminal.say(`  ${stuckLabels[cause].zh} ${stuckLabels[cause].en}: ${count}`);
      for (const { cause, stream, since, number, title } of found.items) terminal.say(`    ${since} ${stuckLabels[cause].zh}  ${stream} ${number ?? ''} ${title ?? ''}`);
    }
    return Object.keys(away).length > 0 ? 1 : 0;
  } finally {
    await queries.close();
    await pool.end();
  }
};
