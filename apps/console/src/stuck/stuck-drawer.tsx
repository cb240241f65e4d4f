import { App, Drawer } from 'antd';
import { useMemo } from 'react';
import { formNamed } from '../api/meta';
import { useMeta } from '../api/meta-context';
import { DerivedForm } from '../forms/derived-form';
import { useSay } from '../language';
import { words } from '../words';
import type { Stuck } from './use-stuck';
import { stuckWords } from './words';

/** What was clicked: an intervention of that kind, or a step of the matter's own table. */
export type Helping = { readonly item: Stuck; readonly command: string; readonly kind?: string };

type Props = { readonly helping: Helping | undefined; readonly close: () => void; readonly after: () => void };

/** The reason is asked for; what it is about, the place of the button has said. */
export const StuckDrawer = ({ helping, close, after }: Props) => {
  const say = useSay();
  const meta = useMeta();
  const { message } = App.useApp();
  const form = helping && formNamed(meta, helping.item.process, helping.command);
  const fixed = useMemo(() => (helping?.kind === undefined ? {} : { kind: helping.kind, cause: helping.item.cause, about: helping.item.about }), [helping]);
  const title = say(helping?.kind === undefined ? form?.label : form?.schema.properties?.['kind']?.options?.[helping.kind]);
  const onDone = () => {
    close();
    void message.info(say(stuckWords.sent));
    after();
  };
  return (
    <Drawer open={helping !== undefined} onClose={close} title={title} size={560} destroyOnHidden mask={{ closable: false }}>
      {helping && form && (
        <DerivedForm form={form} target={{ process: helping.item.process, id: helping.item.stream, name: helping.command }} fixed={fixed} submit={say(words.submit)} onDone={onDone} onCancel={close}>
          <p className="hint">{say(helping.item.waitsFor)}</p>
        </DerivedForm>
      )}
    </Drawer>
  );
};
