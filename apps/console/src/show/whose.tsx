import { Alert } from 'antd';
import type { OpenStep } from '../api/matter';
import type { CommandForm } from '../api/meta';
import { useActor } from '../actor-context';
import { useMeta } from '../api/meta-context';
import { useLanguage } from '../language';
import { words } from '../words';

/** Whose step it is, and a warning when the person at the keyboard is somebody else. The server decides; this says it early. */
export const Whose = ({ form: { by }, step }: { form: CommandForm; step?: OpenStep | undefined }) => {
  const { say, list } = useLanguage();
  const { offices } = useMeta();
  const { office, person } = useActor();
  const who = list(by.map(({ label }) => say(label)));
  const elsewhere = step ? !step.mayAct : by.every(({ key }) => Object.hasOwn(offices, key) && key !== office);
  return elsewhere
    ? <Alert type="warning" showIcon title={say(words.notYours, { who, office: say(offices[office]), person })} />
    : <span>{say(words.whoMay, { who })}</span>;
};
