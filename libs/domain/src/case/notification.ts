import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, line } from '../fields';
import { entryOf, fromFiling, obstacles, respondent, respondentRefusal, withEntry } from './beside';
import { kase } from './stages';

const told = (notice: { readonly notifiedOn?: string | undefined } | undefined) =>
  notice?.notifiedOn === undefined ? undefined : refusal('SL 50', `家属已于 ${notice.notifiedOn} 获通知`, `the family was told on ${notice.notifiedOn}`, { field: 'notifiedOn', value: notice.notifiedOn });

/** K28: of a serious duty violation or crime the family is told. */
export const notifyFiling = kase.staying({
  label: text('立案通知家属', 'Tell the family of the filing'),
  ref: 'K28',
  basis: ['SL 42', 'IR 214'],
  from: fromFiling,
  by: 'handlingDepartment',
  needs: ['familyNotice'],
  asks: respondent.extend({ suspicion: choice('涉嫌', 'Suspected of', { seriousViolation: text('严重职务违法', 'A serious duty violation'), crime: text('职务犯罪', 'A duty crime') }), relative: line('被通知的家属（称谓）', 'Relative told', 60) }),
  records: 'FilingNotified',
  refuses: ({ respondents, familyNotices }, asked) => {
    const notice = entryOf(familyNotices, asked.respondent);
    if (notice?.withheldOn !== undefined && notice.notifiedOn === undefined) return refusal('SL 50', '已决定暂不通知；妨碍消除后请办理「补行通知家属」', 'the notice is withheld; when the obstacle is gone make it good', { field: 'respondent', value: asked.respondent });
    return respondentRefusal('SL 42', respondents, asked.respondent) ?? told(notice);
  },
  then: ({ familyNotices }, asked, { on }) => ({ familyNotices: withEntry(familyNotices, { person: asked.respondent, notifiedOn: on }) }),
});

/** K28: and it is made public. */
export const publishFiling = kase.staying({
  label: text('公布立案', 'Publish the filing'),
  ref: 'K28',
  basis: ['SL 42'],
  from: fromFiling,
  by: 'handlingDepartment',
  approvedBy: () => ['chief'],
  asks: z.object({ where: line('公布途径', 'Where', 200) }),
  records: 'FilingPublished',
  refuses: ({ published }) => (published ? refusal('SL 42', `已于 ${published.on} 公布`, `published on ${published.on} already`, { field: 'published', value: published.on }) : undefined),
  then: (_, { where }, { on }) => ({ published: { on, where } }),
});

/** K29: while telling the family would obstruct the investigation; the reason is recorded. */
export const withholdNotice = kase.staying({
  label: text('暂不通知家属', 'Withhold the notice to the family'),
  ref: 'K29',
  basis: ['SL 50', 'IR 127'],
  from: fromFiling,
  by: 'handlingDepartment',
  approvedBy: () => ['chief'],
  asks: respondent.extend({ obstacle: choice('妨碍调查的情形', 'Obstacle', obstacles) }),
  records: 'FamilyNoticeWithheld',
  refuses: ({ respondents, familyNotices }, asked) => respondentRefusal('SL 50', respondents, asked.respondent) ?? told(entryOf(familyNotices, asked.respondent)),
  then: ({ familyNotices }, asked, { on }) => ({ familyNotices: withEntry(familyNotices, { person: asked.respondent, obstacle: asked.obstacle, withheldOn: on }) }),
});

/** K29: the obstacle is gone, or the detention is lifted: the family is told at once. */
export const endObstacle = kase.staying({
  label: text('补行通知家属', 'Make the notice good'),
  ref: 'K29',
  basis: ['SL 50', 'IR 127'],
  from: fromFiling,
  by: 'handlingDepartment',
  needs: ['familyNotice'],
  asks: respondent.extend({ because: choice('事由', 'Because', { obstacleGone: text('妨碍情形消除', 'The obstacle is gone'), lifted: text('解除留置', 'The detention was lifted') }) }),
  records: 'FamilyNotified',
  refuses: ({ familyNotices }, asked) => {
    const notice = entryOf(familyNotices, asked.respondent);
    return notice?.withheldOn === undefined ? refusal('SL 50', `没有对 ${asked.respondent} 暂不通知家属的决定`, `no notice about ${asked.respondent} was withheld`, { field: 'respondent', value: asked.respondent }) : told(notice);
  },
  then: ({ familyNotices }, asked, { on }) => ({ familyNotices: withEntry(familyNotices, { ...entryOf(familyNotices, asked.respondent)!, notifiedOn: on }) }), // refused when there is none
});
