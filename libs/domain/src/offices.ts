import type { Text } from '@anjuan/lifecycle';
import { text } from '@anjuan/lifecycle';

/** Offices of the organ (domain §1): a clue is received, handled and tried in different ones. */
export const offices = {
  petitionOffice: text('信访室', 'Petition office'),
  caseSupervisionOffice: text('案件监督管理室', 'Case supervision office'),
  conductOffice: text('党风政风监督室', 'Conduct office'),
  supervisionInspectionOffice1: text('第一监督检查室', 'Supervision and inspection office 1'),
  supervisionInspectionOffice2: text('第二监督检查室', 'Supervision and inspection office 2'),
  investigationOffice1: text('第三审查调查室', 'Investigation office 3'),
  investigationOffice2: text('第四审查调查室', 'Investigation office 4'),
  trialOffice: text('案件审理室', 'Trial office'),
  internalSupervisionOffice: text('干部监督室', 'Internal supervision office'),
  residentGroup1: text('派驻第一纪检监察组', 'Resident group 1'),
  tourOffice: text('巡察办', 'Tour office'),
  inspectionGroup1: text('第一巡察组', 'Inspection group 1'),
  inspectionGroup2: text('第二巡察组', 'Inspection group 2'),
  leadership: text('机关领导', 'Leadership of the organ'),
} as const satisfies Record<string, Text>;

export type Office = keyof typeof offices;
export const officeNames = Object.keys(offices) as [Office, ...Office[]];

/** Offices that handle clues and cases (A3, A5: receiving and trying are not among them). */
export const handlingOffices = [
  'conductOffice', 'supervisionInspectionOffice1', 'supervisionInspectionOffice2', 'investigationOffice1', 'investigationOffice2', 'internalSupervisionOffice', 'residentGroup1',
] as const satisfies readonly Office[];

/** Groups of an inspection tour: they find, record and transfer, and take no case measure (A1). */
export const inspectionGroups: readonly string[] = ['inspectionGroup1', 'inspectionGroup2'] satisfies readonly Office[];
