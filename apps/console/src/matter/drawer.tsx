import { App, Drawer } from 'antd';
import { useMemo } from 'react';
import type { Matter } from '../api/matter';
import { formNamed } from '../api/meta';
import { useMeta } from '../api/meta-context';
import type { Done } from '../api/send-command';
import { DerivedForm } from '../forms/derived-form';
import { useLanguage } from '../language';
import { useCitation } from '../show/citation';
import { Whose } from '../show/whose';
import { words } from '../words';
import { CorrectForm } from './correct-form';
import { ExtendForm } from './extend-form';
import { laneAsked } from './lane-asked';
import type { Opened } from './opened';
import { useLaneName } from './names';
import { SignForm } from './sign-form';
import { withOptions } from './standing-options';

type Props = { readonly matter: Matter; readonly opened: Opened | undefined; readonly close: () => void; readonly after: (done: Done) => Promise<void> };

/** The form of whatever was clicked. Opened anew it is a new form: a new key, an empty draft. */
export const CommandDrawer = ({ matter, opened, close, after }: Props) => {
  const { say, colon } = useLanguage();
  const cited = useCitation();
  const meta = useMeta();
  const laneName = useLaneName();
  const { message } = App.useApp();
  const row = opened && formNamed(meta, matter.process, opened.name);
  // One object for one opening: the page is read again every few seconds, and the draft must not begin anew.
  const form = useMemo(() => row && (row.kind === 'standing' ? { ...row, schema: withOptions(row.schema, { post: meta.posts }) } : row), [row, meta]);
  const label = say(form?.label);
  const onDone = async (done: Done) => {
    const waits = opened?.what === 'step' ? done.proposals?.find(({ name }) => name === opened.name)?.waitsFor : undefined;
    close();
    void message.success(waits ? say(words.proposed, { step: label, level: say(waits.label) }) : say(words.done, { step: label }));
    await after(done);
  };
  const shown = () => {
    if (!form || !opened) return null;
    const common = { form, target: { process: matter.process, id: matter.stream, name: form.name, revision: matter.revision }, onDone: (done: Done) => void onDone(done), onCancel: close };
    if (opened.what === 'sign') return <SignForm {...common} proposal={opened.proposal} onPaper={opened.onPaper} />;
    if (opened.name === 'correct') return <CorrectForm {...common} matter={matter} />;
    if (opened.name === 'extendClock') return <ExtendForm {...common} process={matter.process} clocks={matter.clocks} />;
    return (
      <DerivedForm {...common} submit={say(words.submit)} fixed={opened.what === 'step' ? laneAsked(matter, opened.lane) : noLane}>
        {opened.what === 'step' && <div className="form-about"><Whose form={form} step={matter.steps.find(({ name }) => name === form.name)} />{form.basis.length > 0 && <span>{say(words.basis)}{colon}{cited(form.basis)}</span>}</div>}
        {opened.what === 'step' && opened.lane !== undefined && <p><strong>{laneName(opened.lane)}</strong></p>}
      </DerivedForm>
    );
  };
  return <Drawer open={opened !== undefined} onClose={close} title={opened?.what === 'sign' && opened.onPaper ? say(words.paperEntry) : label} size={640} destroyOnHidden mask={{ closable: false }}>{shown()}</Drawer>;
};

const noLane = {};
