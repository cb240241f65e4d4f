import { addYears } from '@anjuan/calendar';
import { refusal, text } from '@anjuan/lifecycle';
import { notBefore } from '../clue/guards';
import { choice, date } from '../fields';
import { absenceOf, confiscationGrounds, entryOf, fromFiling, respondent, respondentRefusal, withAbsence, withEntry, type Absence } from './beside';
import { kase } from './stages';

const atLarge = (absence: Absence | undefined): absence is Absence => absence !== undefined && absence.capturedOn === undefined;

const notAtLarge = (person: string) => refusal('IR 215', `没有 ${person} 在逃的记录`, `${person} is not recorded as at large`, { field: 'respondent', value: person });

/** K4: from here the year to decide on this person stands still; it begins anew with the capture (L29). */
export const recordFlight = kase.staying({
  label: text('记录逃匿', 'Record the flight'),
  ref: 'K4',
  basis: ['IR 215'],
  from: fromFiling,
  by: 'handlingDepartment',
  needs: ['otherPaper'],
  approvedBy: () => ['leader'],
  asks: respondent,
  records: 'RespondentFled',
  refuses: ({ respondents, absences }, asked, { on }) =>
    respondentRefusal('IR 215', respondents, asked.respondent) ??
    notBefore(absenceOf(absences, asked.respondent)?.capturedOn, on) ??
    (atLarge(absenceOf(absences, asked.respondent)) ? refusal('IR 215', `${asked.respondent} 已记录为在逃`, `${asked.respondent} is recorded as at large already`, { field: 'respondent', value: asked.respondent }) : undefined),
  then: ({ absences }, asked, { on }) => ({ absences: [...(absences ?? []), { person: asked.respondent, fledOn: on }] }),
});

/** K21: the year after which illegal gains may be confiscated counts from here. */
export const orderWanted = kase.staying({
  label: text('决定通缉', 'Order the person wanted'),
  ref: 'K21',
  basis: ['SL 55', 'IR 263'],
  from: fromFiling,
  by: 'handlingDepartment',
  needs: ['wantedOrder'],
  approvedBy: () => ['chief'],
  asks: respondent,
  records: 'WantedOrdered',
  refuses: ({ absences }, asked, { on }) => {
    const absence = absenceOf(absences, asked.respondent);
    if (!atLarge(absence)) return notAtLarge(asked.respondent);
    return absence.wantedOn === undefined ? notBefore(absence.fledOn, on) : refusal('SL 55', `已于 ${absence.wantedOn} 决定通缉`, `wanted since ${absence.wantedOn} already`, { field: 'wantedOn', value: absence.wantedOn });
  },
  then: ({ absences }, asked, { on }) => ({ absences: withAbsence(absences, { ...absenceOf(absences, asked.respondent)!, wantedOn: on }) }), // refused when there is none
});

export const recordCapture = kase.staying({
  label: text('记录到案', 'Record the capture'),
  ref: 'K4',
  basis: ['IR 215'],
  from: fromFiling,
  by: 'handlingDepartment',
  needs: ['otherPaper'],
  asks: respondent,
  records: 'RespondentCaptured',
  refuses: ({ absences }, asked, { on }) => {
    const absence = absenceOf(absences, asked.respondent);
    return atLarge(absence) ? notBefore(absence.wantedOn ?? absence.fledOn, on) : notAtLarge(asked.respondent);
  },
  then: ({ absences }, asked, { on }) => ({ absences: withAbsence(absences, { ...absenceOf(absences, asked.respondent)!, capturedOn: on }) }), // refused when there is none
});

/** K4: with the release the year to decide begins anew (L29). */
export const recordRelease = kase.staying({
  label: text('记录解除留置', 'Record the release from detention'),
  ref: 'K4',
  basis: ['IR 215'],
  from: fromFiling,
  by: 'handlingDepartment',
  needs: ['otherPaper'],
  asks: respondent,
  records: 'LiuzhiReleased',
  refuses: ({ respondents }, asked) => respondentRefusal('IR 215', respondents, asked.respondent),
  then: ({ liuzhiReleases }, asked, { on }) => ({ liuzhiReleases: withEntry(liuzhiReleases, { person: asked.respondent, on }) }),
});

/** K21: wanted for a year without capture, or dead. */
export const requestConfiscation = kase.staying({
  label: text('提出没收违法所得意见', 'Ask for confiscation of illegal gains'),
  ref: 'K21',
  basis: ['SL 55', 'IR 263'],
  from: fromFiling,
  by: ['handlingDepartment', 'trialOffice'],
  needs: ['confiscationOpinion'],
  approvedBy: () => ['chief', 'collective'],
  asks: respondent.extend({ ground: choice('情形', 'Ground', confiscationGrounds), diedOn: date('死亡日期', 'Died on').optional() }),
  records: 'ConfiscationOpinionIssued',
  refuses: ({ respondents, absences, confiscations }, asked, { on }) => {
    const stranger = respondentRefusal('SL 55', respondents, asked.respondent);
    if (stranger) return stranger;
    const before = entryOf(confiscations, asked.respondent);
    if (before) return refusal('SL 55', `已于 ${before.on} 提出`, `asked for on ${before.on} already`, { field: 'respondent', value: asked.respondent });
    if (asked.ground === 'dead') return asked.diedOn === undefined || asked.diedOn > on ? refusal('SL 55', '须填写死亡日期，且不晚于提出日期', 'the day of the death must be given, and not lie after this', { field: 'diedOn', value: asked.diedOn ?? null }) : undefined;
    const absence = absenceOf(absences, asked.respondent);
    const since = atLarge(absence) ? absence.wantedOn : undefined;
    if (since === undefined) return refusal('SL 55', `${asked.respondent} 没有在逃通缉的记录`, `${asked.respondent} is not recorded as at large and wanted`, { field: 'ground', value: asked.ground });
    return addYears(since, 1) > on ? refusal('SL 55', `${since} 起通缉，满一年后方可提出`, `wanted since ${since}: it takes a year`, { field: 'ground', value: asked.ground }) : undefined;
  },
  then: ({ confiscations }, asked, { on }) => ({ confiscations: withEntry(confiscations, { person: asked.respondent, ground: asked.ground, on }) }),
});
