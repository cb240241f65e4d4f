import { Alert, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { people, personNamed } from '../actors';
import type { Proposal } from '../api/matter';
import type { CommandForm } from '../api/meta';
import { useMeta } from '../api/meta-context';
import type { Done } from '../api/send-command';
import { useActor } from '../actor-context';
import { CivilDatePicker } from '../forms/civil-date-picker';
import { FileButton, type Hashed } from '../forms/file-button';
import { RefusalAlert } from '../forms/refusal-alert';
import { useSending, type Target } from '../forms/use-sending';
import { useSay } from '../language';
import { today } from '../today';
import { words } from '../words';
import { useLaneName } from './names';

type Props = { readonly form: CommandForm; readonly target: Target; readonly proposal: Proposal; readonly onPaper: boolean; readonly onDone: (done: Done) => void; readonly onCancel: () => void };
type Values = { readonly verdict?: 'approve' | 'refuseProposal'; readonly opinion?: string; readonly reason?: string; readonly approver?: string; readonly signedOn?: string };

/** Yes, no or taken back. A signature given on paper is entered by somebody else: the two are recorded apart. */
export const SignForm = ({ form, target, proposal, onPaper, onDone, onCancel }: Props) => {
  const say = useSay();
  const laneName = useLaneName();
  const [fields] = Form.useForm<Values>();
  const [paper, setPaper] = useState<Hashed>();
  const [lacking, setLacking] = useState(false);
  const [verdict, setVerdict] = useState(form.name);
  const sending = useSending({ ...target, name: verdict }, onDone);
  const { field } = sending.problem ?? {};
  const [onlySigner, ...otherSigners] = useSigners(proposal);
  const finish = ({ opinion, reason, approver, signedOn }: Values) => {
    if (onPaper && !paper) return setLacking(true);
    const signer = personNamed(approver);
    const signature = onPaper && paper && signer && { approver: signer, signedOn: signedOn ?? today(), paper: paper.sha256 };
    const said = verdict === 'approve' ? { ...(opinion?.trim() && { opinion: opinion.trim() }) } : { reason: reason?.trim() ?? '' };
    void sending.send({ asked: { proposal: proposal.id, ...said, ...(signature && { onPaper: signature }) }, papers: [] });
  };
  return (
    <Form form={fields} name={form.name} layout="vertical" className="derived" initialValues={{ signedOn: today(), ...(onlySigner && otherSigners.length === 0 && { approver: onlySigner.person }) }} onFinish={finish}>
      <RefusalAlert sending={sending} onFields={false} />
      <p><strong>{say(proposal.label)}</strong>{proposal.lane !== undefined && ` · ${laneName(proposal.lane)}`} <span className="hint">{say(words.nowWaitsFor, { level: say(proposal.waitsFor?.label) })}</span></p>
      {onPaper && <Alert type="info" showIcon className="refusal" title={say(words.paperEntryHint)} />}
      {onPaper && <PaperSignature proposal={proposal} paper={paper} lacking={lacking && !paper} onPaper={setPaper} verdict={verdict} onVerdict={setVerdict} wrong={field} />}
      {verdict === 'approve'
        ? <Form.Item name="opinion" label={<>{say(words.opinion)}<span className="optional">{say(words.optional)}</span></>}><Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} /></Form.Item>
        : <Form.Item name="reason" label={say(words.reason)} rules={[{ required: true, whitespace: true, min: 2, message: say(words.required, { field: say(words.reason) }) }]}><Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} /></Form.Item>}
      <div className="form-end">
        <Button type="primary" danger={verdict !== 'approve'} htmlType="submit" loading={sending.busy}>{onPaper ? say(words.submit) : say(form.label)}</Button>
        <Button onClick={onCancel}>{say(words.cancel)}</Button>
      </div>
    </Form>
  );
};

/** Who may have signed on paper at the level it waits for. */
const useSigners = ({ waitsFor, by, given }: Proposal) => {
  const actor = useActor();
  return people.filter(({ post, person }) => post === waitsFor?.level && person !== actor.person && person !== by.person && !given.some(({ approver }) => approver.person === person));
};

type PaperProps = { readonly proposal: Proposal; readonly paper: Hashed | undefined; readonly lacking: boolean; readonly wrong: string | undefined; readonly verdict: string; readonly onPaper: (paper: Hashed) => void; readonly onVerdict: (verdict: string) => void };

const PaperSignature = ({ proposal, paper, lacking, wrong, verdict, onPaper, onVerdict }: PaperProps) => {
  const say = useSay();
  const { posts, offices } = useMeta();
  const signers = useSigners(proposal);
  return (
    <>
      <Form.Item label={say(words.paperSays)} htmlFor="verdict">
        <Select id="verdict" value={verdict} onChange={onVerdict} options={[{ value: 'approve', label: say(words.approve) }, { value: 'refuseProposal', label: say(words.refuse) }]} />
      </Form.Item>
      <Form.Item name="approver" label={say(words.approver)} rules={[{ required: true, message: say(words.requiredChoice, { field: say(words.approver) }) }]}>
        <Select options={signers.map(({ person, post, office }) => ({ value: person, label: `${person} ${say(offices[office])} · ${say(posts[post])}` }))} />
      </Form.Item>
      <Form.Item
        name="signedOn" label={say(words.signedOn)}
        {...(wrong === 'signedOn' && { validateStatus: 'error' as const })} rules={[{ required: true, message: say(words.requiredChoice, { field: say(words.signedOn) }) }]}
      >
        <CivilDatePicker allowClear={false} latest={today()} />
      </Form.Item>
      <Form.Item label={say(words.signedPaper)} required {...(lacking && { validateStatus: 'error', help: say(words.missingPaper, { kind: say(words.signedPaper) }) })} extra={say(words.papersHint)}>
        <FileButton label={say(words.signedPaper)} chosen={paper !== undefined} onHashed={onPaper} />
        {paper && <span> {paper.file} <code>{paper.sha256.slice(0, 12)}…</code></span>}
      </Form.Item>
    </>
  );
};
