import { text, type Text } from '@anjuan/lifecycle';

/** What a cell of the column may hold: a word from a list, a civil date, an amount, one line or a passage of text. */
type Kind = 'line' | 'passage' | 'date' | 'amount' | 'source' | 'way' | 'form' | 'organ';

export type LedgerColumn = {
  readonly label: Text;
  readonly meaning: Text;
  readonly kind: Kind;
  /** A ledger without this column, and a row without this cell, is not taken. */
  readonly required?: true;
  /** Longest text taken, in characters. */
  readonly max?: number;
  /** What offices also write above the column. */
  readonly also?: readonly string[];
};

/** The columns of a clue ledger, in the order of the form: the one place that says what a column is. */
export const ledgerColumns = {
  number: { label: text('线索编号', 'Clue number'), kind: 'line', required: true, max: 60, also: ['编号', '问题线索编号'], meaning: text('本单位台账中的编号，一条线索一个编号', 'The number in the office’s ledger, one a clue') },
  receivedOn: { label: text('受理日期', 'Received on'), kind: 'date', required: true, also: ['受理时间', '收到日期'], meaning: text('收到线索的日期，时限由此起算', 'The day the clue was received: limits count from it') },
  source: { label: text('线索来源', 'Source'), kind: 'source', required: true, also: ['来源', '问题线索来源'], meaning: text('线索从哪里来', 'Where the clue comes from') },
  person: { label: text('被反映人', 'Reported person'), kind: 'line', required: true, max: 60, also: ['被反映人姓名', '被反映人代号'], meaning: text('姓名或代号', 'Name or code') },
  unit: { label: text('所在单位', 'Unit'), kind: 'line', required: true, max: 100, also: ['单位', '工作单位', '被反映人单位'], meaning: text('被反映人所在单位', 'Where the reported person works') },
  post: { label: text('职务', 'Post'), kind: 'line', max: 100, also: ['被反映人职务'], meaning: text('被反映人职务', 'The reported person’s post') },
  summary: { label: text('反映的主要问题', 'What is reported'), kind: 'passage', max: 4000, also: ['反映问题', '主要问题', '反映主要问题'], meaning: text('反映了什么', 'What is said') },
  category: { label: text('问题类别', 'Category'), kind: 'line', max: 200, also: ['问题性质'], meaning: text('违反哪项纪律或职务违法、职务犯罪', 'Which discipline is broken, or a duty offence') },
  handlingOffice: { label: text('承办部门', 'Handling department'), kind: 'line', max: 100, also: ['承办室', '承办科室'], meaning: text('由哪个部门承办', 'Which department handles it') },
  handler: { label: text('承办人', 'Handler'), kind: 'line', max: 60, meaning: text('由谁承办', 'Who handles it') },
  disposalWay: { label: text('处置方式', 'Way of disposal'), kind: 'way', also: ['处置意见', '线索处置方式'], meaning: text('尚未处置的留空', 'Empty while undecided') },
  disposedOn: { label: text('处置意见日期', 'Disposed on'), kind: 'date', also: ['处置日期', '处置意见时间'], meaning: text('处置意见提出的日期', 'The day of the disposal opinion') },
  verificationFrom: { label: text('初核开始', 'Verification begun'), kind: 'date', also: ['初核开始日期', '初核开始时间'], meaning: text('初步核实开始的日期', 'The day the verification began') },
  verificationTo: { label: text('初核结束', 'Verification ended'), kind: 'date', also: ['初核结束日期', '初核结束时间'], meaning: text('初步核实结束的日期', 'The day the verification ended') },
  caseNo: { label: text('立案号', 'Case number'), kind: 'line', max: 60, also: ['案号', '立案编号'], meaning: text('几行同号：一案多人', 'Several rows with one number: one case, several persons') },
  filedOn: { label: text('立案日期', 'Filed on'), kind: 'date', also: ['立案时间'], meaning: text('立案的日期', 'The day the case was filed') },
  trialEndedOn: { label: text('审理结束', 'Trial ended'), kind: 'date', also: ['审理结束日期', '审理结束时间'], meaning: text('审理结束的日期', 'The day the trial ended') },
  sanctionedOn: { label: text('处分决定日期', 'Sanctioned on'), kind: 'date', also: ['处分日期', '处分时间', '处分决定时间'], meaning: text('处分决定作出的日期', 'The day the sanction was decided') },
  sanctionKinds: { label: text('处分种类', 'Sanction or measure'), kind: 'line', max: 200, also: ['处分', '处理方式', '处分处理种类'], meaning: text('处分的种类；第一种形态写所用措施，如谈话提醒', 'Kind of sanction; for form 1 the measure, such as a reminder') },
  form: { label: text('四种形态', 'Form'), kind: 'form', also: ['形态', '运用形态'], meaning: text('监督执纪“四种形态”中的哪一种', 'Which of the four forms') },
  transferredToProcuratorateOn: { label: text('移送司法日期', 'Transferred to the procuratorate on'), kind: 'date', also: ['移送司法时间', '移送检察日期'], meaning: text('移送检察机关的日期', 'The day of transfer to the procuratorate') },
  recovered: { label: text('追缴金额', 'Recovered'), kind: 'amount', also: ['追缴', '追缴款'], meaning: text('不写单位的按元；可写“3.5万元”', 'In yuan where no unit is written; “3.5万元” may be written') },
  closedOn: { label: text('了结日期', 'Closed on'), kind: 'date', also: ['了结时间', '办结日期'], meaning: text('了结的日期', 'The day the matter was closed') },
  handledBy: { label: text('办理机关', 'Handled by'), kind: 'organ', max: 100, also: ['办案机关'], meaning: text('“本单位”或其他机关名称', '“本单位” (this organ) or another organ’s name') },
  remarks: { label: text('备注', 'Remarks'), kind: 'passage', max: 4000, meaning: text('其他说明', 'Anything else') },
} as const satisfies Readonly<Record<string, LedgerColumn>>;

export type ColumnName = keyof typeof ledgerColumns;
export type RequiredColumn = { [Name in ColumnName]: (typeof ledgerColumns)[Name] extends { readonly required: true } ? Name : never }[ColumnName];
export type Cells = { readonly [Name in ColumnName]?: string };

export const columnNames = Object.keys(ledgerColumns) as readonly ColumnName[];
export const columns: Readonly<Record<ColumnName, LedgerColumn>> = ledgerColumns;
