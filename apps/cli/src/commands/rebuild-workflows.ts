import { openPool } from '@anjuan/event-store';
import { setTimeout as pause } from 'node:timers/promises';
import { countPending, forgetSent } from '../conducted';
import type { Terminal } from '../terminal';

/** So long without any progress, somebody has to look. */
const patience = 60_000;

/** The conductor does the work, custody first, also if nobody watches: this only asks for it and counts. */
export const rebuildWorkflows = async (url: string, terminal: Terminal, quiet = patience): Promise<number> => {
  const pool = openPool(url, { max: 1, role: 'anjuan_app' });
  try {
    const all = await forgetSent(pool);
    let left = await countPending(pool);
    for (let moved = Date.now(); left > 0; await pause(200)) {
      const now = await countPending(pool);
      if (now !== left) moved = Date.now();
      left = now;
      terminal.progress(`重建流程 / rebuilding workflows: ${Math.max(0, all - left)} / ${all}，剩 / left ${left}`);
      if (Date.now() - moved > quiet) {
        terminal.say(`${quiet / 1_000} 秒没有进展，剩 ${left} 个。follower 和 Temporal 在运行吗？请求已记下，它们恢复后会自行继续。\nno progress for ${quiet / 1_000} s, ${left} left. Are the follower and Temporal running? The request is kept: they go on by themselves when they are back.`);
        return 1;
      }
    }
    terminal.say(`完成：${all} 个未结事项的流程 / done: the workflows of ${all} open matters`);
    return 0;
  } finally {
    await pool.end();
  }
};
