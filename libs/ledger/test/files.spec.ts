import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readLedger, type ColumnName } from '@anjuan/ledger';
import { clue, csv, gb18030, labels, lines, refusedWhole, sheetXml, taken, today, utf16le, utf8, xlsx, xlsxParts, zipped, type XlsxCell } from './sheets';

const sample = (name: string) => readFileSync(join(__dirname, 'ledgers', name));
const needed = ['number', 'receivedOn', 'source', 'person', 'unit'] as const satisfies readonly ColumnName[];
const row = (number: string, ...more: readonly XlsxCell[]): XlsxCell[] => [number, '2018-03-05', '信访举报', `被反映人${number}`, '单位01', ...more];
const ole = (name: string) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(name, 'utf16le'), Buffer.alloc(600)]);
const asLatin = (bytes: Uint8Array) => utf8(new TextDecoder('windows-1252').decode(bytes));
const zipBomb = () => zipped({ ...xlsxParts([{ table: [] }]), 'xl/worksheets/sheet1.xml': new Uint8Array(24 * 1024 * 1024) });
const withDeclaredSize = (bytes: Uint8Array, size: number): Uint8Array => {
  const lying = Buffer.from(bytes);
  for (let at = lying.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = lying.indexOf('PK\x01\x02', at + 1, 'latin1')) lying.writeUInt32LE(size, at + 24);
  return lying;
};
const encrypted = (bytes: Uint8Array): Uint8Array => {
  const marked = Buffer.from(bytes);
  for (let at = marked.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = marked.indexOf('PK\x01\x02', at + 1, 'latin1')) marked.writeUInt16LE(marked.readUInt16LE(at + 8) | 1, at + 8);
  return marked;
};
const table = lines([clue()]);

describe('a file of which nothing can be taken is refused whole, and told why', () => {
  const billion = `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`;
  it.each<readonly [string, () => Uint8Array, string]>([
    ['no bytes', () => new Uint8Array(), 'empty-file'],
    ['only a mark and spaces', () => utf8('\ufeff \r\n\r\n'), 'empty-file'],
    ['a workbook without a cell', () => xlsx([]), 'empty-file'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not-a-spreadsheet'],
    ['an archive', () => zipped({ 'a.txt': 'x' }), 'not-a-spreadsheet'],
    ['a Word document', () => zipped({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }), 'not-a-spreadsheet'],
    ['a container of something else', () => ole('WordDocument'), 'not-a-spreadsheet'],
    ['an old .xls', () => ole('Workbook'), 'old-format'],
    ['an OpenDocument sheet', () => zipped({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }), 'old-format'],
    ['a workbook under a password', () => ole('EncryptedPackage'), 'password-protected'],
    ['a zip under a password', () => encrypted(xlsx(table)), 'password-protected'],
    ['a zip bomb', zipBomb, 'too-large'],
    ['a zip bomb that lies about its size', () => withDeclaredSize(zipBomb(), 5000), 'damaged'],
    ['an XML bomb', () => zipped({ ...xlsxParts([{ table: [] }]), 'xl/worksheets/sheet1.xml': billion }), 'damaged'],
    ['a workbook with a document type', () => zipped({ ...xlsxParts([{ table }]), 'xl/worksheets/sheet1.xml': sheetXml({ table }).replace('<worksheet>', '<!DOCTYPE worksheet [<!ENTITY a "a">]><worksheet>') }), 'damaged'],
    ['half a workbook', () => sample('xuzhou-2018.xlsx').subarray(0, 20_000), 'damaged'],
    ['a workbook whose rows run backwards', () => zipped({ ...xlsxParts([{ table: [] }]), 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"/></sheetData></worksheet>' }), 'damaged'],
    ['UTF-8 that was read as GB18030 and saved', () => utf8(new TextDecoder('gb18030').decode(utf8(csv(table)))), 'wrong-encoding'],
    ['UTF-8 that was read as Latin and saved', () => asLatin(utf8(csv(table))), 'wrong-encoding'],
    ['GB18030 that was read as Latin and saved', () => asLatin(gb18030(csv(table))), 'wrong-encoding'],
    ['an encoding that is none of ours', () => Buffer.from('bda8b8b9bdd5bcd6bda8b8b9bdd5bcd6bda8b8b9bdd5bcd6bda8b8b9bdd5bcd6bda8b8b9bdd5bcd6', 'hex'), 'wrong-encoding'],
    ['a quotation mark that is never closed', () => utf8(`${csv(table)}\r\n"徐派-0002,2018-01-20${',x'.repeat(700_000)}`), 'unclosed-quote'],
    ['a letter', () => utf8('同志们：\n请于周五前报送台账。\n'), 'no-header'],
    ['a workbook of something else', () => xlsx([['姓名', '电话'], ['甲', '1']]), 'no-header'],
    ['a ledger without its dates of receipt', () => utf8(csv(lines([clue()], ['number', 'source', 'person', 'unit', 'remarks']))), 'missing-columns'],
    ['two ledgers side by side', () => utf8(csv([[...labels(needed), '', ...labels(needed)], row('1') as string[]])), 'column-twice'],
    ['a header and nothing below', () => utf8(csv([labels()])), 'no-rows'],
  ])('%s', async (_, bytes, reason) => {
    const { words, ...refusal } = await refusedWhole(bytes());
    expect(refusal).toMatchObject({ reason });
    expect(words.zh).toMatch(/。/u);
    expect(words.en).toMatch(/\w+ \w+/u);
  });

  it('with the columns that are missing and the line of the header', async () => {
    expect(await refusedWhole(xlsx([['台账'], labels(['number', 'person', 'unit', 'post'])]))).toMatchObject({ reason: 'missing-columns', row: 2, columns: ['受理日期', '线索来源'] });
  });

  it('with the line from which the quotation mark is open', async () => {
    expect(await refusedWhole(utf8(`${csv(table)}\r\n徐派-0002,"2018-01-20\r\n徐派-0003,2018-01-20`))).toMatchObject({ reason: 'unclosed-quote', row: 3 });
  });

  it.each([['bytes', 1000], ['entries', 3]])('with a limit of %s that whoever asks may set', async (limit, most) => {
    expect(await readLedger(xlsx(table), { today, zipLimits: { [limit]: most } })).toMatchObject({ unreadable: { reason: 'too-large' } });
  });

  it('before anything of a bomb is unpacked', async () => {
    const bomb = zipBomb();
    const before = process.memoryUsage().arrayBuffers;
    await refusedWhole(bomb);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  it('and never with a throw, whatever the bytes', async () => {
    const xlsxSample = sample('xuzhou-2018.xlsx');
    const broken = fc.array(fc.tuple(fc.nat(xlsxSample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }).map((changes) => {
      const bytes = Uint8Array.from(xlsxSample);
      changes.forEach(([at, byte]) => { bytes[at] = byte; });
      return bytes;
    });
    const magic = fc.constantFrom([], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0xd0, 0xcf, 0x11, 0xe0], [0xff, 0xfe], [0xef, 0xbb, 0xbf]);
    const noise = fc.tuple(magic, fc.uint8Array({ maxLength: 400 })).map(([start, rest]) => Uint8Array.from([...start, ...rest]));
    const markUp = fc.array(fc.constantFrom('<row r="1">', '</row>', '<c r="A1" t="s">', '<c r="ZZZZ9" t="inlineStr">', '</c>', '<v>', '</v>', '9e999', '<is><t>', '</t></is>', '<f/>', '<sheetData>', '</sheetData>', '<mergeCell ref="A1:XFD9999999"/>', '&x;', '\u0000'), { maxLength: 20 })
      .map((parts) => zipped({ ...xlsxParts([{ table: [] }]), 'xl/worksheets/sheet1.xml': `<worksheet>${parts.join('')}</worksheet>` }));
    await fc.assert(fc.asyncProperty(fc.oneof({ weight: 1, arbitrary: broken }, { weight: 3, arbitrary: noise }, { weight: 3, arbitrary: markUp }), async (bytes) => {
      const answer = await readLedger(bytes, { today });
      expect('unreadable' in answer ? answer.unreadable.words.zh : answer.rows).toBeTruthy();
    }), { numRuns: 120 });
  });
});

describe('a sheet as people lay it out', () => {
  const cells = (names: readonly ColumnName[] = needed) => labels(names);

  it('may have titles and empty lines above the header, and columns in any order', async () => {
    const order = ['unit', 'person', 'source', 'receivedOn', 'number'] as const;
    const { accepted, rows } = await taken(xlsx([['问题线索台账（2018年）'], [], ['填报单位：某组'], cells(order), ['单位01', '被反映人1', '信访举报', '2018-03-05', '1']], { merges: ['A1:E1'] }));
    expect(rows).toBe(1);
    expect(accepted).toMatchObject([{ row: 5, number: '1', unit: '单位01' }]);
  });

  it('may have labels with stars, spaces, breaks and remarks in them', async () => {
    expect((await taken(xlsx([['*线索 编号', '受理\n日期', '线索来源：', '被反映人（姓名）', '工作单位'], row('1')]))).accepted).toHaveLength(1);
  });

  it('may have a header of two lines with merged groups', async () => {
    const { accepted, notices } = await taken(xlsx([[...cells(), '处置', ''], ['', '', '', '', '', '处置方式', '处置意见日期'], row('1', '初核', '2018-03-06')], { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'E1:E2', 'F1:G1'] }));
    expect(accepted).toMatchObject([{ row: 3, disposal: { way: 'preliminaryVerification', on: '2018-03-06' } }]);
    expect(notices.map(({ code }) => code)).not.toContain('second-table');
  });

  it('may lack what is not required and hold what nobody knows: a notice says so, and nothing of it comes in', async () => {
    const { accepted, notices } = await taken(utf8(csv([[...labels(needed), '心情'], row('1', '晴') as string[]])));
    expect(JSON.stringify(accepted)).not.toContain('晴');
    expect(notices.map(({ code }) => code)).toEqual(['unknown-columns', 'absent-columns']);
    expect(notices[0]?.words.zh).toContain('心情');
  });

  it('counts empty lines, also those that the workbook leaves out, and not the totals below', async () => {
    const parts = { ...xlsxParts([{ table: [] }]), 'xl/worksheets/sheet1.xml': sheetXml({ table: [cells(), row('1'), [''], row('2'), ['合  计', '', '', '2件'], ['填表人：某', '', '', '审核人：某']] }).replace('<row r="3"></row>', '') };
    const { rows, accepted, blank, notices } = await taken(zipped(parts));
    expect({ rows, accepted: accepted.length, blank }).toEqual({ rows: 3, accepted: 2, blank: [3] });
    expect(notices).toContainEqual(expect.objectContaining({ code: 'summary-rows', rows: [5, 6], count: 2 }));
  });

  it('may hold a second table: it is read by its own header, and a notice names the line', async () => {
    const other = ['person', 'unit', 'number', 'receivedOn', 'source'] as const;
    const { rows, accepted, blank, notices } = await taken(xlsx([cells(), row('1'), [], ['二、下半年'], cells(other), ['被反映人2', '单位02', '2', '2018-07-05', '巡察移交']]));
    expect({ rows, blank }).toEqual({ rows: 3, blank: [3] });
    expect(accepted).toMatchObject([{ row: 2 }, { row: 6, number: '2', source: 'tour' }]);
    expect(notices).toContainEqual(expect.objectContaining({ code: 'second-table', rows: [5] }));
  });

  it('may hold a table that is no ledger: it is left out, and a notice names its lines', async () => {
    const { rows, notices } = await taken(xlsx([cells(), row('1'), ['承办部门', '承办人', '处置方式', '件数'], ['第1室', '某', '初核', '3']]));
    expect(rows).toBe(1);
    expect(notices).toContainEqual(expect.objectContaining({ code: 'outside-table', rows: [3, 4], count: 2 }));
  });

  it('is read where the header is, and the other sheets are named', async () => {
    const parts = xlsxParts([{ name: '封面', table: [['封面']] }, { name: '旧台账', hidden: true, table: [cells(), row('9')] }, { name: '台账', table: [cells(), row('1')] }, { name: '统计', table: [['x']] }]);
    const { sheet, accepted, notices } = await taken(zipped(parts));
    expect({ sheet, numbers: accepted.map(({ number }) => number) }).toEqual({ sheet: '台账', numbers: ['1'] });
    expect(notices.find(({ code }) => code === 'other-sheets')?.words.zh).toContain('封面、统计');
  });

  it('with cells merged downwards has the same words in each row, but one sum only once', async () => {
    const { accepted, notices } = await taken(xlsx([cells([...needed, 'handler', 'recovered']), row('1', '承办人01', '3.5万元'), row('2'), row('3', '承办人02')], { merges: ['F2:F3', 'G2:G3'] }));
    expect(accepted.map(({ handler, recoveredFen }) => ({ handler, recoveredFen }))).toEqual([{ handler: '承办人01', recoveredFen: 3_500_000 }, { handler: '承办人01', recoveredFen: undefined }, { handler: '承办人02', recoveredFen: undefined }]);
    expect(notices).toContainEqual(expect.objectContaining({ code: 'merged-cells', rows: [3] }));
  });

  it('with cells merged across columns is refused in that row, by the column', async () => {
    expect((await taken(xlsx([cells([...needed, 'post', 'category']), row('1', '科长', ''), row('2')], { merges: ['F2:G2'] }))).refused).toMatchObject([{ row: 2, reason: 'merged-across', column: 'post', value: '科长' }]);
  });

  it('may have one column made of two merged ones, and an empty line that is one cell', async () => {
    const { accepted, blank } = await taken(xlsx([[...cells([...needed, 'post']), '', ...cells(['handler'])], row('1', '科长', '', '承办人01'), ['', { inner: '' }], row('2')], { merges: ['F1:G1', 'F2:G2', 'A3:H3', 'F4:G4'] }));
    expect(accepted).toMatchObject([{ row: 2, post: '科长', handler: '承办人01' }, { row: 4 }]);
    expect(blank).toEqual([3]);
  });

  it('with cells merged across rows and columns is refused in each of the rows', async () => {
    expect((await taken(xlsx([cells([...needed, 'post', 'category']), row('1', '科长'), row('2')], { merges: ['F2:G3'] }))).refused.map((refused) => [refused.row, refused.reason])).toEqual([[2, 'merged-across'], [3, 'merged-across']]);
  });

  it('with formulas gives their last values and says so, and is refused in the row where there is none', async () => {
    const formula = (value: string, attributes = '') => ({ attributes, inner: `<f>A1</f>${value}` });
    const { accepted, refused, notices } = await taken(xlsx([cells([...needed, 'recovered', 'post']), row('1', formula('<v>12.5</v>'), formula('<v></v>', 't="str"')), row('2', formula('<v/>')), row('3', { attributes: 't="e"', inner: '<v>#REF!</v>' })]));
    expect(accepted).toMatchObject([{ row: 2, recoveredFen: 1250 }]);
    expect(refused).toMatchObject([{ row: 3, reason: 'no-formula-value', column: 'recovered' }, { row: 4, reason: 'no-formula-value', value: '#REF!' }]);
    expect(notices).toContainEqual(expect.objectContaining({ code: 'formulas', rows: [2], count: 1 }));
  });

  it('may keep its words in shared strings with styles and readings within', async () => {
    const strings = [...cells(), '1', '2018-03-05', '信访举报', '被反映人1'];
    const shared = `<sst>${strings.map((text) => `<si><r><t>${text.slice(0, 1)}</t></r><r><rPr/><t>${text.slice(1)}</t></r><rPh><t>读音</t></rPh></si>`).join('')}<si><t>单位_x000D_01</t></si></sst>`;
    const at = (index: number) => ({ attributes: 't="s"', inner: `<v>${index}</v>` });
    const parts = xlsxParts([{ table: [[0, 1, 2, 3, 4].map(at), [5, 6, 7, 8, 9].map(at)] }]);
    const relations = parts['xl/_rels/workbook.xml.rels']?.replace('<Relationships>', '<Relationships><Relationship Id="ss" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>') ?? '';
    expect((await taken(zipped({ ...parts, 'xl/_rels/workbook.xml.rels': relations, 'xl/sharedStrings.xml': shared }))).accepted).toMatchObject([{ number: '1', person: '被反映人1', unit: '单位 01' }]);
  });

  it('as csv may hold quotation marks, delimiters and line breaks within a cell, and still counts lines as the spreadsheet does', async () => {
    const { accepted } = await taken(utf8(csv(lines([clue({ number: '1', summary: '反映其“吃,喝”\n又"拿"' }), clue({ number: '2' })]))));
    expect(accepted).toMatchObject([{ row: 2, summary: '反映其“吃,喝”\n又"拿"' }, { row: 3 }]);
  });

  it('as csv may mix line ends, wrap numbers in ="…" and begin with sep=;', async () => {
    const text = `sep=;\r\n${labels(needed).join(';')}\n="001";2018-03-05;信访举报;某某;单位\r\n002;2018-03-05;信访举报;某某;单位\n`;
    expect((await taken(utf8(text))).accepted).toMatchObject([{ row: 3, number: '001' }, { row: 4, number: '002' }]);
  });

  it('as csv with a spoilt byte is refused in that row only', async () => {
    const bytes = Buffer.from(csv(lines([clue({ number: '1', remarks: '说明' }), clue({ number: '2' })])));
    bytes[bytes.indexOf('说明') + 1] = 0xff;
    const { accepted, refused } = await taken(bytes);
    expect([accepted.length, refused]).toMatchObject([1, [{ row: 2, reason: 'garbled-text', column: 'remarks' }]]);
  });

  it('of UTF-16 is read with and without its mark', async () => {
    const bytes = utf16le(csv(lines([clue()]), '\t'));
    expect((await taken(bytes)).accepted).toEqual((await taken(bytes.subarray(2))).accepted);
  });
});

describe('a long ledger', () => {
  const long = (count: number) => utf8(csv(lines(Array.from({ length: count }, (_, at) => clue({ number: `N-${at}` })))));

  it('tells how far it is and leaves others their turn', async () => {
    let turns = 0;
    const timer = setInterval(() => { turns += 1; }, 1);
    const shares: number[] = [];
    const answer = await readLedger(long(20_000), { today, onProgress: ({ share }) => shares.push(share) });
    clearInterval(timer);
    expect('unreadable' in answer ? answer : answer.accepted.length).toBe(20_000);
    expect(shares.length).toBeGreaterThan(20);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(turns).toBeGreaterThan(20);
  });

  it('of more rows than are held in memory is refused whole', async () => {
    const line = `${labels(needed).map(() => '').join(',')}\r\n`;
    expect(await refusedWhole(utf8(`${labels(needed).join(',')}\r\n${line.repeat(300_001)}`))).toMatchObject({ reason: 'too-large' });
  });
});
