import type { Text } from '@anjuan/lifecycle';
import { text } from '@anjuan/lifecycle';

/** Instruments the tables rest on, by the key that stands before the article number (domain §0). */
export const instruments = {
  SL: text('监察法', 'Supervision Law'),
  IR: text('监察法实施条例', 'Implementing Regulations of the Supervision Law'),
  DL: text('公职人员政务处分法', 'Law on Administrative Discipline for Public Officials'),
  CPL: text('刑事诉讼法', 'Criminal Procedure Law'),
  WR: text('纪律检查机关监督执纪工作规则', 'Rules on the Work of Supervision and Discipline'),
  CR: text('处理检举控告工作规则', 'Rules on Handling Accusations'),
  TR15: text('巡视工作条例（2015）', 'Regulations on Inspection Tours (2015)'),
  CIR: text('案件检查工作条例', 'Regulations on Case Inspection (1994)'),
  DR18: text('纪律处分条例（2018）', 'Regulations on Party Disciplinary Action (2018)'),
} as const satisfies Record<string, Text>;

/** `IR 209` in words: 《监察法实施条例》第209条. */
export const citation = (basis: string): Text => {
  const [key = '', article = ''] = basis.split(' ');
  const instrument = Object.hasOwn(instruments, key) ? instruments[key as keyof typeof instruments] : undefined;
  return instrument ? text(`《${instrument.zh}》第${article}条`, `${instrument.en}, art. ${article}`) : text(basis, basis);
};
