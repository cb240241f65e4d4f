import { refusal, text } from '@anjuan/lifecycle';
import { notBefore } from '../clue/guards';
import { choice, yes } from '../fields';
import { entryOf, fromFiling, leniencyGrounds, respondent, respondentRefusal, withEntry } from './beside';
import { kase } from './stages';

/** A20: decided collectively and reported to the upper organ, which answers in 15 working days (L43). */
export const askLeniency = kase.staying({
  label: text('报批从宽处罚建议', 'Report a leniency proposal'),
  ref: 'K16',
  basis: ['SL 34', 'SL 35', 'IR 244'],
  from: fromFiling,
  by: ['handlingDepartment', 'trialOffice'],
  needs: ['leniencyProposal'],
  approvedBy: () => ['chief', 'collective'],
  asks: respondent.extend({ ground: choice('从宽情形', 'Ground', leniencyGrounds) }),
  records: 'LeniencyAsked',
  refuses: ({ respondents, leniency }, asked) => {
    const open = entryOf(leniency, asked.respondent);
    if (open && open.repliedOn === undefined) return refusal('IR 244', `${open.askedOn} 的报批尚未批复`, `the proposal of ${open.askedOn} has not been answered`, { field: 'respondent', value: asked.respondent });
    // SL 35 is for people involved in the case who are not its respondents.
    return asked.ground === 'informer' ? undefined : respondentRefusal('SL 34', respondents, asked.respondent);
  },
  then: ({ leniency }, { respondent: person, ground }, { on }) => ({ leniency: withEntry(leniency, { person, ground, askedOn: on }) }),
});

/** What the upper organ answered, under its own signature. */
export const recordLeniencyReply = kase.staying({
  label: text('记录从宽处罚建议批复', 'Record the reply on leniency'),
  ref: 'K16',
  basis: ['IR 244'],
  from: [...fromFiling, 'closed'],
  by: ['handlingDepartment', 'trialOffice'],
  needs: ['upperOrganReply'],
  approvedBy: () => ['upperOrgan'],
  asks: respondent.extend({ granted: yes('同意', 'Granted') }),
  records: 'LeniencyAnswered',
  refuses: ({ leniency }, asked, { on }) => {
    const open = entryOf(leniency, asked.respondent);
    return open && open.repliedOn === undefined ? notBefore(open.askedOn, on) : refusal('IR 244', `没有待批复的从宽处罚建议：${asked.respondent}`, `no leniency proposal for ${asked.respondent} waits for a reply`, { field: 'respondent', value: asked.respondent });
  },
  then: ({ leniency }, { respondent: person, granted }, { on }) => ({ leniency: withEntry(leniency, { ...entryOf(leniency, person)!, granted, repliedOn: on }) }), // refused when there is none
});
