import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, date, line, yes } from '../fields';
import { reported } from '../people';
import { noOpenChild, receivedBefore, splitFirst } from './guards';
import { clue, openStages, received, sources } from './stages';

const asks = received.extend({ reported: reported.asked });
type Asked = z.infer<typeof asks>;

const land = (asked: Asked) => ({ ...asked, duplicates: [] });

/** C5. The filter of CR 15 (A25) stands first: some accusations may not be entered here at all. */
export const registerAccusation = clue.opening({
  label: text('登记信访举报', 'Register an accusation'),
  ref: 'C5',
  basis: ['CR 14', 'CR 15', 'CR 17', 'IR 209'],
  to: 'registered',
  by: 'petitionOffice',
  // Asked first: whoever answers otherwise than 'ordinary' must not enter the rest.
  asks: z
    .object({
      concerns: choice('举报涉及', 'Whom it concerns', {
        ordinary: text('一般对象', 'Someone this organ supervises'),
        ownChief: text('本机关主要负责人', 'The chief of this organ'),
        superiorOrgan: text('上级机关管理的干部', 'Someone a superior organ supervises'),
      }),
      repeats: yes('系此前已登记的重复举报', 'Repeats an accusation registered before').optional(),
    })
    .extend(asks.omit({ source: true }).shape),
  records: 'ClueRegistered',
  refuses: (_, asked, { on }) => {
    if (asked.concerns !== 'ordinary')
      return refusal('CR 15', '反映本机关主要负责人或者上级机关管理干部的举报，须直接报送上级机关，不得复制、摘抄或者录入本平台；只用「登记待报送件」记下收到日期', 'accusations about this organ’s chief or for a superior organ go directly up; they may not be copied, excerpted or entered here; log only the day it came', { field: 'concerns', value: asked.concerns });
    if (asked.repeats)
      return refusal('CR 14', '重复举报不另行登记、不另行办理；请在原线索上「登记重复举报」', 'a duplicate is not registered and handled anew; log it on the clue registered before', { field: 'repeats', value: true });
    if (asked.named && (!asked.informantName || !asked.informantContact))
      return refusal('IR 209', '实名举报须有真实姓名和联系方式；缺一即按匿名登记', 'a named report needs the real name and a way of contact; without both it counts as anonymous', { field: asked.informantName ? 'informantContact' : 'informantName', value: null });
    if (!asked.named && (asked.informantName || asked.informantContact))
      return refusal('IR 209', '匿名举报不得登记举报人身份', 'an anonymous report carries no identity', { field: 'named', value: false });
    return receivedBefore(asked, on);
  },
  then: ({ concerns: _, repeats: __, ...asked }) => land({ ...asked, source: 'petition' }),
});

/** C5 for clues that are not accusations: tour organs, audit and others hand over to the case supervision office only (A3). */
export const registerHandedOver = clue.opening({
  label: text('登记移送线索', 'Register a clue handed over'),
  ref: 'C5',
  basis: ['IR 202'],
  to: 'registered',
  by: 'caseSupervisionOffice',
  needs: ['transferLetter'],
  asks: asks.omit({ named: true, informantName: true, informantContact: true }).extend({ source: choice('线索来源', 'Source', (({ petition: _, ...others }) => others)(sources)) }),
  records: 'ClueRegistered',
  refuses: (_, asked, { on }) => receivedBefore(asked, on),
  then: (asked) => land({ ...asked, named: false }),
});

/** C5: a duplicate is registered and kept, not handled again; the informant is not told a second time. */
export const logDuplicateAccusation = clue.staying({
  label: text('登记重复举报', 'Log a duplicate accusation'),
  ref: 'C5',
  basis: ['CR 14'],
  from: [...openStages, 'convertedToCase', 'closed'],
  by: 'petitionOffice',
  asks: z.object({ receivedOn: date('收到日期', 'Received on'), number: line('来件编号', 'Number', 60).optional() }),
  records: 'DuplicateAccusationLogged',
  refuses: (_, asked, { on }) => receivedBefore(asked, on),
  then: ({ duplicates }, asked) => ({ duplicates: [...duplicates, asked] }),
});

/** C5: the named informant hears within 15 working days that the report was accepted (L4). */
export const tellAcceptance = clue.staying({
  label: text('告知举报人已受理', 'Tell the informant of acceptance'),
  ref: 'C5',
  basis: ['IR 209'],
  // Owed still when the clue has been closed, filed or merged before anyone told them: L4 runs until it is done.
  from: [...openStages, 'convertedToCase', 'closed', 'mergedInto'],
  by: 'petitionOffice',
  asks: z.object({}),
  records: 'InformantToldOfAcceptance',
  refuses: ({ named, acceptanceToldOn }) => {
    if (!named) return refusal('IR 209', '匿名举报无须告知', 'an anonymous report has nobody to tell', { field: 'named', value: false });
    return acceptanceToldOn ? refusal('IR 209', `已于 ${acceptanceToldOn} 告知受理`, `told on ${acceptanceToldOn} already`, { field: 'acceptanceToldOn', value: acceptanceToldOn }) : undefined;
  },
  then: (_, __, { on }) => ({ acceptanceToldOn: on }),
});

/** C6: no jurisdiction, or another organ's. Partial jurisdiction is split first (C21). */
export const forwardClue = clue.transition({
  label: text('移送有管辖权的机关', 'Forward to the competent organ'),
  ref: 'C6',
  basis: ['IR 199', 'IR 201'],
  from: openStages,
  to: 'transferredOut',
  by: 'caseSupervisionOffice',
  needs: ['transferLetter'],
  approvedBy: () => ['leader'],
  asks: z.object({ to: line('接收机关', 'To', 100) }),
  records: 'ClueForwarded',
  refuses: (facts) => splitFirst(facts) ?? noOpenChild(facts),
  then: (facts, { to }, { on }) => ({ ...facts, forwarding: { to, on } }),
});
