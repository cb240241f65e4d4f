import { readRow, reasons, type Cells, type ColumnName, type LedgerRow, type Reason } from '@anjuan/ledger';
import { clue, csv, lines, taken, today, utf8 } from './sheets';

const accepted = (cells: Cells): LedgerRow => {
  const reading = readRow(cells, { today, row: 7 });
  if ('refused' in reading) throw new Error(reading.refused.words.en);
  return reading.accepted;
};
const refused = (cells: Cells) => {
  const reading = readRow(cells, { today, row: 7 });
  if ('accepted' in reading) throw new Error('it was taken');
  return reading.refused;
};

const filed: Cells = { disposalWay: '初步核实', disposedOn: '2018-02-01', verificationFrom: '2018-02-01', verificationTo: '2018-02-20', caseNo: '徐派立〔2018〕1号', filedOn: '2018-03-01' };
const sanctioned: Cells = { ...filed, trialEndedOn: '2018-04-01', sanctionedOn: '2018-04-02', sanctionKinds: '警告', form: '第二种形态' };

describe('a row is refused with the cell, what is written there and what to do', () => {
  const cases: readonly (readonly [string, Cells, Reason, ColumnName])[] = [
    ['without a clue number', { number: '' }, 'missing-number', 'number'],
    ['whose number is only spaces', { number: ' 　' }, 'missing-number', 'number'],
    ['without the date of receipt', { receivedOn: '' }, 'missing-received-date', 'receivedOn'],
    ['whose date of receipt is a dash', { receivedOn: '——' }, 'missing-received-date', 'receivedOn'],
    ['received on 30 February', { receivedOn: '2018-02-30' }, 'no-such-date', 'receivedOn'],
    ['received in the thirteenth month', { receivedOn: '2018-13-01' }, 'no-such-date', 'receivedOn'],
    ['received in a month without a day', { receivedOn: '2018年3月' }, 'no-such-date', 'receivedOn'],
    ['received in a year of two digits', { receivedOn: '18.3.5' }, 'no-such-date', 'receivedOn'],
    ['closed on a day that is a word', { closedOn: '月底' }, 'no-such-date', 'closedOn'],
    ['disposed of before it was received', { disposalWay: '谈话函询', disposedOn: '2018-01-19' }, 'disposed-before-received', 'disposedOn'],
    ['disposed of in a way nobody knows', { disposalWay: '另行研究', disposedOn: '2018-02-01' }, 'unknown-disposal-way', 'disposalWay'],
    ['disposed of by a name of Object.prototype', { disposalWay: 'constructor', disposedOn: '2018-02-01' }, 'unknown-disposal-way', 'disposalWay'],
    ['with about three or four 万', { recovered: '约三四万' }, 'unreadable-amount', 'recovered'],
    ['with more than three 万', { recovered: '3万余元' }, 'unreadable-amount', 'recovered'],
    ['with a negative amount', { recovered: '-500元' }, 'unreadable-amount', 'recovered'],
    ['with a part of a fen', { recovered: '0.001' }, 'unreadable-amount', 'recovered'],
    ['with commas in the wrong place', { recovered: '12,00' }, 'unreadable-amount', 'recovered'],
    ['with more fen than can be counted', { recovered: '99999999999万亿' }, 'unreadable-amount', 'recovered'],
    ['without a source', { source: '' }, 'missing-source', 'source'],
    ['without a reported person', { person: '' }, 'missing-person', 'person'],
    ['without a unit', { unit: '' }, 'missing-unit', 'unit'],
    ['from a source nobody knows', { source: '道听途说' }, 'unknown-source', 'source'],
    ['of a fifth form', { form: '第五种形态' }, 'unknown-form', 'form'],
    ['with characters lost in saving', { summary: '反映其\ufffd\ufffd问题' }, 'garbled-text', 'summary'],
    ['with half a character', { person: '被反映人\ud842' }, 'garbled-text', 'person'],
    ['with a name written right to left', { person: '被反\u202e映人' }, 'unfit-text', 'person'],
    ['with a NUL in the summary', { summary: '反映\u0000问题' }, 'unfit-text', 'summary'],
    ['with a number of sixty-one characters', { number: 'N'.repeat(61) }, 'unfit-text', 'number'],
    ['with a way of disposal and no date', { disposalWay: '谈话函询' }, 'disposal-incomplete', 'disposedOn'],
    ['with a date of disposal and no way', { disposedOn: '2018-02-01' }, 'disposal-incomplete', 'disposalWay'],
    ['with a case number and no filing date', { ...filed, filedOn: '' }, 'filing-incomplete', 'filedOn'],
    ['with a filing date and no case number', { ...filed, caseNo: '' }, 'filing-incomplete', 'caseNo'],
    ['with a sanction and no date', { ...sanctioned, sanctionedOn: '' }, 'sanction-incomplete', 'sanctionedOn'],
    ['with a date of sanction and no sanction', { ...sanctioned, sanctionKinds: '' }, 'sanction-incomplete', 'sanctionKinds'],
    ['filed before it was received', { ...filed, filedOn: '2018-01-02' }, 'date-before-received', 'filedOn'],
    ['closed before it was disposed of', { disposalWay: '了结', disposedOn: '2018-02-01', closedOn: '2018-01-31' }, 'closed-before-disposed', 'closedOn'],
    ['whose verification ended before it began', { ...filed, verificationFrom: '2018-02-10', verificationTo: '2018-02-09' }, 'verification-ended-before-begun', 'verificationTo'],
    ['tried before it was filed', { ...sanctioned, trialEndedOn: '2018-02-28' }, 'trial-ended-before-filed', 'trialEndedOn'],
    ['sanctioned before it was filed', { ...sanctioned, trialEndedOn: '', sanctionedOn: '2018-02-28' }, 'sanctioned-before-filed', 'sanctionedOn'],
    ['received tomorrow', { receivedOn: '2026-01-16' }, 'date-in-future', 'receivedOn'],
  ];

  it.each(cases)('%s', (_, about, reason, column) => {
    const cells = clue(about);
    const { words, ...found } = refused(cells);
    expect(found).toMatchObject({ row: 7, reason, column, value: cells[column] ?? '', cells });
    expect(words.zh).toMatch(/“.+”.+请/u);
    expect(words.en).toMatch(/“.+” \(.+\).*\.? .+/u);
  });

  it('and every reason that a row can have by itself is among them', () => {
    const all = Object.keys(reasons);
    const ofTheSheet = ['no-formula-value', 'merged-across'];
    expect(new Set(cases.map(([, , reason]) => reason))).toEqual(new Set(all.slice(0, all.indexOf('number-taken')).filter((reason) => !ofTheSheet.includes(reason))));
  });

  it('and of several faults it says the one that stands first in the documented order', () => {
    const everything: Cells = { number: '', receivedOn: '2018-02-30', source: '', disposalWay: '另行研究', disposedOn: '2017-01-01', recovered: '约三四万', form: '五' };
    const mended: readonly Cells[] = [{}, { number: '徐派-1' }, { receivedOn: '2018-02-28' }, { disposedOn: '2018-03-01' }, { disposalWay: '初核' }, { recovered: '3.4万元' }, { source: '信访举报' }, { form: '一' }];
    let cells: Cells = { ...clue(), ...everything };
    const said = mended.map((mending) => {
      cells = { ...cells, ...mending };
      const reading = readRow(cells, { today, row: 7 });
      return 'refused' in reading ? reading.refused.reason : 'accepted';
    });
    expect(said).toEqual(['missing-number', 'no-such-date', 'disposed-before-received', 'unknown-disposal-way', 'unreadable-amount', 'missing-source', 'unknown-form', 'accepted']);
  });
});

describe('a row that is taken', () => {
  it('is read into civil dates, fen and the domain’s words, with the office’s words where there are none', () => {
    expect(accepted(clue({ ...sanctioned, recovered: '6.44409万元', handledBy: '本单位', handlingOffice: '第6监督检查室', handler: '承办人04', post: '科长', summary: '反映其公款吃喝等问题', category: '违反工作纪律', transferredToProcuratorateOn: '2018年5月2日', remarks: '无' }))).toEqual({
      row: 7, content: expect.stringMatching(/^[0-9a-f]{64}$/) as string, number: '徐派-0001', receivedOn: '2018-01-20', source: 'petition', person: '被反映人0001', unit: '单位01',
      post: '科长', summary: '反映其公款吃喝等问题', category: '违反工作纪律', handlingOffice: '第6监督检查室', handler: '承办人04',
      disposal: { way: 'preliminaryVerification', on: '2018-02-01' }, verification: { from: '2018-02-01', to: '2018-02-20' }, filing: { caseNo: '徐派立〔2018〕1号', on: '2018-03-01' }, trialEndedOn: '2018-04-01',
      sanction: { kinds: '警告', on: '2018-04-02' }, form: 2, transferredToProcuratorateOn: '2018-05-02', recoveredFen: 6_444_090, handledBy: 'own',
    });
  });

  it('may have been received today, and dealt with on the day it was received', () => {
    const { receivedOn, disposal, closedOn } = accepted(clue({ receivedOn: today, disposalWay: '了结', disposedOn: today, closedOn: today }));
    expect({ receivedOn, disposal, closedOn }).toEqual({ receivedOn: today, disposal: { way: 'closed', on: today }, closedOn: today });
  });

  it('says nothing where a dash, a stroke or 无 stands', () => {
    const { row: _, ...empty } = accepted(clue());
    expect(accepted(clue({ disposalWay: '/', disposedOn: '——', caseNo: '－', filedOn: '-', recovered: '无', handledBy: '/', handler: '\\', remarks: '无' }))).toMatchObject(empty);
  });

  it('holds the measure of form 1, which is no sanction', () => {
    const { measure, sanction, form } = accepted(clue({ sanctionKinds: '谈话提醒', form: '第一种形态' }));
    expect({ measure, sanction, form }).toEqual({ measure: '谈话提醒', sanction: undefined, form: 1 });
  });

  it('may be closed before its verification is written off, as offices do', () => {
    expect(accepted(clue({ ...filed, caseNo: '', filedOn: '', closedOn: '2018-02-10' })).closedOn).toBe('2018-02-10');
  });

  it('says what it says however it is typed', () => {
    const typed = accepted(clue({ number: '徐派－０００１', receivedOn: '２０１８．１．２０', source: ' 信访 举报', person: '被反映人 ', disposalWay: '初核', disposedOn: '2018/2/1 0:00:00', recovered: '￥１２，０００．５０', form: '1', closedOn: '/' }));
    expect(typed).toEqual(accepted(clue({ person: '被反映人', disposalWay: '初步核实', disposedOn: '2018年2月1日', recovered: '1.20005万元', form: '第一种形态' })));
  });

  it.each([
    ['适当了解', 'modestInquiry'], ['谈话函询', 'talkOrInquiry'], ['谈话', 'talkOrInquiry'], ['函询', 'talkOrInquiry'], ['初步核实', 'preliminaryVerification'], ['初核', 'preliminaryVerification'], ['暂存待查', 'shelved'],
    ['予以了结', 'closed'], ['了结', 'closed'], ['立案', 'filing'], ['提请立案', 'filing'], ['直接立案', 'filing'], ['移送', 'forwarded'], ['转办', 'forwarded'],
  ])('%s is the way %s', (word, way) => expect(accepted(clue({ disposalWay: word, disposedOn: '2018-02-01' })).disposal?.way).toBe(way));
});

describe('between rows', () => {
  it('an exact second copy is a repeat of the first, however it is typed and even where it cannot be taken', async () => {
    const { accepted, repeats, refused } = await taken(utf8(csv(lines([clue(), clue({ receivedOn: '2018年1月20日' }), clue({ number: '2', receivedOn: '2018-02-30' }), clue({ number: '2', receivedOn: '2018-02-30' })]))));
    expect(accepted.map(({ row }) => row)).toEqual([2]);
    expect(repeats).toEqual([{ row: 3, number: '徐派-0001', of: 2 }, { row: 5, number: '2', of: 4 }]);
    expect(refused.map(({ row, reason }) => ({ row, reason }))).toEqual([{ row: 4, reason: 'no-such-date' }]);
  });

  it('a number with other content is refused, and says which line has the number', async () => {
    const { accepted, refused } = await taken(utf8(csv(lines([clue(), clue({ person: '被反映人0002' })]))));
    expect(accepted).toHaveLength(1);
    expect(refused).toMatchObject([{ row: 3, number: '徐派-0001', reason: 'number-taken', column: 'number' }]);
    expect(refused[0]?.words.zh).toContain('第 2 行');
  });

  it('two rows that differ only in what cannot be read are two faults', async () => {
    const { repeats, refused } = await taken(utf8(csv(lines([clue({ receivedOn: '2018-02-30' }), clue({ receivedOn: '2018-02-31' })]))));
    expect([repeats, refused.map(({ value }) => value)]).toEqual([[], ['2018-02-30', '2018-02-31']]);
  });

  it('a number is not taken by a row that was refused', async () => {
    const { accepted, refused } = await taken(utf8(csv(lines([clue({ receivedOn: '2018-02-30' }), clue()]))));
    expect([accepted.length, refused.length]).toEqual([1, 1]);
  });

  it('several persons of one case are several rows', async () => {
    expect((await taken(utf8(csv(lines([clue(filed), clue({ ...filed, number: '徐派-0002', person: '被反映人0002' })]))))).accepted).toHaveLength(2);
  });
});
