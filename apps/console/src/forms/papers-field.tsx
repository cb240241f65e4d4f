import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input } from 'antd';
import { useMeta } from '../api/meta-context';
import { useSay } from '../language';
import { words } from '../words';
import { CivilDatePicker } from './civil-date-picker';
import { FileButton } from './file-button';
import { titleOf, type DraftPaper } from './papers';

type Props = { readonly papers: readonly DraftPaper[]; readonly faulty: readonly string[]; readonly onChange: (papers: readonly DraftPaper[]) => void };

/** The papers a step needs, and any others the office wants to put on record. */
export const PapersField = ({ papers, faulty, onChange }: Props) => {
  const say = useSay();
  const meta = useMeta();
  const change = (id: string, part: Partial<DraftPaper>) => onChange(papers.map((paper) => (paper.id === id ? { ...paper, ...part } : paper)));
  const kinds = Object.entries(meta.papers).map(([key, label]) => ({ key, label: say(label) }));
  return (
    <fieldset className="group papers wide">
      <legend>{say(words.papers)}</legend>
      <p className="hint">{say(words.papersHint)}</p>
      {papers.map((paper) => {
        const kind = say(meta.papers[paper.kind] ?? { zh: paper.kind, en: paper.kind });
        return (
          <div key={paper.id} className="paper" data-kind={paper.kind}>
            <div className="paper-head">
              <span>{paper.needed && <span className="must">* </span>}{kind}</span>
              <FileButton
                label={kind} chosen={paper.sha256 !== undefined}
                onHashed={({ file, sha256 }) => change(paper.id, { file, sha256, title: titleOf(file) })}
              />
              {!paper.needed && <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={say(words.removePaper)} onClick={() => onChange(papers.filter(({ id }) => id !== paper.id))} />}
            </div>
            {paper.sha256 !== undefined && (
              <div className="paper-about">
                <Input value={paper.title} maxLength={200} aria-label={`${kind} ${say(words.paperTitle)}`} onChange={({ target }) => change(paper.id, { title: target.value })} />
                <CivilDatePicker
                  value={paper.signedOn} placeholder={`${say(words.paperSigned)} (${say(words.optional)})`} aria-label={`${kind} ${say(words.paperSigned)}`}
                  onChange={(date) => onChange(papers.map((each) => (each.id === paper.id ? withSigned(each, date) : each)))}
                />
                <code title={paper.sha256}>{paper.sha256.slice(0, 12)}…</code>
              </div>
            )}
            {faulty.includes(paper.id) && <div className="fault" role="alert">{say(words.missingPaper, { kind })}</div>}
          </div>
        );
      })}
      <Dropdown trigger={['click']} menu={{ items: kinds, className: 'tall-menu', onClick: ({ key }) => onChange([...papers, { id: `${key}-${crypto.randomUUID()}`, kind: key, needed: false, title: '' }]) }}>
        <Button type="dashed" icon={<PlusOutlined aria-hidden />}>{say(words.addPaper)}</Button>
      </Dropdown>
    </fieldset>
  );
};

const withSigned = ({ signedOn: _, ...paper }: DraftPaper, signedOn: string | undefined): DraftPaper => ({ ...paper, ...(signedOn !== undefined && { signedOn }) });
