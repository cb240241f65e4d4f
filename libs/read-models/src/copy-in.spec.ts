import { freshDatabase } from '@anjuan/test/support';
import fc from 'fast-check';
import pg from 'pg';
import { copyIn, lineOf } from './copy-in';

test('what is copied in is what is read: tabs, line breaks, backslashes and what looks like nothing', async () => {
  const database = await freshDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    await client.query('create temporary table copied (place int, words text, flag boolean)');
    // No stored string holds U+0000 or half a pair.
    const character = fc.oneof(fc.constantFrom('\\', '\t', '\n', '\r', 'N', 'n', 't', '.', ''), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((one) => !one.includes('\0')));
    const words = fc.option(fc.array(character, { maxLength: 6 }).map((all) => all.join('')));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(words, fc.option(fc.boolean())), { minLength: 1, maxLength: 30 }), async (given) => {
        const rows = given.map(([text, flag], place) => ({ place, words: text, flag }));
        await client.query('truncate copied');
        await copyIn(client, 'copied', ['place', 'words', 'flag'], rows.map(lineOf));
        expect((await client.query('select * from copied order by place')).rows).toEqual(rows);
      }),
      { examples: [[[['\\.', true], ['\\N', null], [null, false], ['', null], ['\\n', null], ['\\', true]]]] },
    );
  } finally {
    await client.end();
    await database.drop();
  }
});
