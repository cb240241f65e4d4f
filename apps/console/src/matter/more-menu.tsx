import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ProcessName } from '../api/meta';
import { useMeta } from '../api/meta-context';
import { useSay } from '../language';
import { words } from '../words';
import type { Open } from './opened';

/** Signatures belong to their proposal, interventions to what is stuck; the rest of what every process knows is here. */
const elsewhere = new Set(['approve', 'refuseProposal', 'withdrawProposal', 'intervene']);

export const MoreMenu = ({ process, open }: { process: ProcessName; open: Open }) => {
  const say = useSay();
  const forms = useMeta().processes[process].commands.filter(({ kind, engineOnly, name }) => kind === 'standing' && !engineOnly && !elsewhere.has(name));
  return (
    <Dropdown trigger={['click']} menu={{ items: forms.map(({ name, label }) => ({ key: name, label: say(label) })), onClick: ({ key }) => open({ what: 'standing', name: key }) }}>
      <Button icon={<MoreOutlined aria-hidden />}>{say(words.more)}</Button>
    </Dropdown>
  );
};
