import { migrate as applyAll, openPool } from '@anjuan/event-store';
import type { Terminal } from '../terminal';

/** As the owner of the database: it makes roles and tables. */
export const migrate = async (url: string, folder: string, terminal: Terminal, json: boolean): Promise<number> => {
  const pool = openPool(url, { max: 1 });
  try {
    const applied = await applyAll(pool, folder);
    if (json) terminal.json({ applied });
    else terminal.say(applied.length === 0 ? '表结构已是最新 / the schema is up to date' : `已应用 / applied:\n${applied.map((name) => `  ${name}`).join('\n')}`);
    return 0;
  } finally {
    await pool.end();
  }
};
