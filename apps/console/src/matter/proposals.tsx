import { Button, Card, Steps, Tooltip } from 'antd';
import type { Proposal } from '../api/matter';
import { useActor } from '../actor-context';
import { useMeta } from '../api/meta-context';
import { useLanguage, useSay } from '../language';
import { PaperLines } from '../show/paper-lines';
import { usePerson } from '../show/person';
import { words } from '../words';
import { useLaneName } from './names';
import type { Open } from './opened';
import { ToldFields } from './told-fields';

const Chain = ({ proposal: { chain, given } }: { proposal: Proposal }) => {
  const say = useSay();
  return (
    <Steps
      size="small" current={given.length} responsive className="chain" aria-label={say(words.chain)}
      items={chain.map(({ level, label }, i) => {
        const signed = given[i];
        const standing = signed ? say(words.signedBy, { who: signed.approver.person, on: signed.signedOn }) : say(i === given.length ? words.signsNext : words.laterLevel);
        return { key: level, title: say(label), content: `${standing}${signed?.paper !== undefined ? ` · ${say(words.signedOnPaperMark)}` : ''}` };
      })}
    />
  );
};

/** A step on its way up: what is asked, who has signed, who signs next, and what the person here may do about it. */
const One = ({ proposal, open }: { proposal: Proposal; open: Open }) => {
  const { say, colon } = useLanguage();
  const person = usePerson();
  const laneName = useLaneName();
  const actor = useActor();
  const { posts } = useMeta();
  const { label, lane, by, on, fields, papers, waitsFor, maySign, mayWithdraw } = proposal;
  const level = say(waitsFor?.label);
  const why = maySign ? say(words.youMaySign) : actor.person === by.person ? say(words.proposerMayNotSign) : say(words.youMayNotSign, { post: say(posts[actor.post]), level });
  const sign = (name: 'approve' | 'refuseProposal', onPaper: boolean) => open({ what: 'sign', name, proposal, onPaper });
  return (
    <Card size="small" className="proposal" title={<h2>{say(words.pending)}{colon}{say(label)}{lane !== undefined && ` · ${laneName(lane)}`}</h2>} extra={<strong className="waits">{say(words.nowWaitsFor, { level })}</strong>}>
      <p className="hint">{say(words.proposedBy, { who: person(by), on })}</p>
      <Chain proposal={proposal} />
      {fields.length > 0 && <ToldFields fields={fields} columns={2} />}
      <PaperLines papers={papers} />
      <div className="acts">
        <Button type="primary" disabled={!maySign} onClick={() => sign('approve', false)}>{say(words.approve)}</Button>
        <Button danger disabled={!maySign} onClick={() => sign('refuseProposal', false)}>{say(words.refuse)}</Button>
        <Tooltip title={mayWithdraw ? undefined : say(words.onlyProposerWithdraws, { who: by.person })}>
          <Button disabled={!mayWithdraw} onClick={() => open({ what: 'sign', name: 'withdrawProposal', proposal, onPaper: false })}>{say(words.withdraw)}</Button>
        </Tooltip>
        <Button type="link" onClick={() => sign('approve', true)}>{say(words.paperEntry)}</Button>
        <span className="hint">{why}</span>
      </div>
    </Card>
  );
};

export const Proposals = ({ proposals, open }: { proposals: readonly Proposal[]; open: Open }) => proposals.map((proposal) => <One key={proposal.id} proposal={proposal} open={open} />);
