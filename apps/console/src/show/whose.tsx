import { Alert } from 'antd';
import type { CommandForm } from '../api/meta';
import { useActor } from '../actor-context';
import { useMeta } from '../api/meta-context';
import { useSay } from '../language';
import { words } from '../words';

/** Whose step it is; a warning when the person at the keyboard sits elsewhere. The server decides, this only says it early. */
export const Whose = ({ form: { by } }: { form: CommandForm }) => {
  const say = useSay();
  const { offices } = useMeta();
  const { office, person } = useActor();
  const who = by.map(({ label }) => say(label)).join('、');
  const elsewhere = by.every(({ key }) => Object.hasOwn(offices, key) && key !== office);
  return elsewhere
    ? <Alert type="warning" showIcon title={say(words.notYours, { who, office: say(offices[office]), person })} />
    : <span>{say(words.whoMay, { who })}</span>;
};
