import { sources, type disposalWays } from '@anjuan/domain';
import { dense, halfWidth } from './plain';

export type Source = keyof typeof sources;
/** The ways of C9, forwarding (C6) beside them. */
export type DisposalWay = keyof typeof disposalWays | 'modestInquiry';
export type Form = 1 | 2 | 3 | 4;

const bySourceWord = new Map<string, Source>(Object.entries(sources).map(([name, { zh }]) => [zh, name as Source]));
for (const [name, also] of Object.entries({
  petition: ['信访', '群众举报', '群众信访举报', '检举控告', '信访举报件'],
  tour: ['巡察', '巡视', '巡视移交', '巡视巡察移交', '巡察发现', '巡视发现'],
  supervision: ['监督检查', '监督发现', '日常监督', '日常监督发现', '监督检查中发现'],
  audit: ['审计', '审计发现'],
  assignedFromAbove: ['上级交办件', '交办'],
  transferredFromAbove: ['上级转办', '上级移交', '上级移送'],
  otherOrgan: ['其他机关移交', '其他单位移送', '其他单位移交', '公安机关移送', '司法机关移送', '检察机关移送', '行政机关移送'],
} satisfies Record<Source, readonly string[]>)) also.forEach((word) => bySourceWord.set(word, name as Source));

const byWayWord: Readonly<Record<string, DisposalWay>> = {
  适当了解: 'modestInquiry',
  谈话函询: 'talkOrInquiry', 谈话: 'talkOrInquiry', 函询: 'talkOrInquiry',
  初步核实: 'preliminaryVerification', 初核: 'preliminaryVerification',
  暂存待查: 'shelved', 暂存: 'shelved',
  予以了结: 'closed', 了结: 'closed',
  立案: 'filing', 提请立案: 'filing', 直接立案: 'filing',
  移送: 'forwarded', 转办: 'forwarded',
};

export const readSource = (cell: string): Source | undefined => bySourceWord.get(dense(cell));
export const readWay = (cell: string): DisposalWay | undefined => Object.hasOwn(byWayWord, dense(cell)) ? byWayWord[dense(cell)] : undefined;

const form = /^(?:运用)?第?([一二三四1-4])(?:种)?(?:形态)?$/u;
export const readForm = (cell: string): Form | undefined => {
  const found = form.exec(halfWidth(cell));
  return found ? (('一二三四'.indexOf(found[1]!) + 1 || Number(found[1])) as Form) : undefined;   // the pattern knows these eight signs only
};

const ownWords = new Set(['本单位', '本机关', '本级', '本组', '我单位', '自办']);
export const isOwnOrgan = (cell: string): boolean => ownWords.has(dense(cell));

/** Form 1 ends in one of these, not in a sanction (IR 231, DR 5). */
const measures = /^(?:谈话提醒|提醒谈话|批评教育|责令检查|责令作出检查|诫勉|诫勉谈话|约谈)$/u;
export const isMeasure = (cell: string): boolean => measures.test(dense(cell));

export const sourceWords = Object.values(sources).map(({ zh }) => zh).join('、');
export const wayWords = '适当了解、谈话函询、初步核实、暂存待查、予以了结、立案、移送';
