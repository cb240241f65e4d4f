import { UserOutlined } from '@ant-design/icons';
import { Select, Tag, Tooltip } from 'antd';
import { people } from '../actors';
import { useSeat } from '../actor-context';
import { useMeta } from '../api/meta-context';
import { useSay } from '../language';
import { words } from '../words';

/** Chooses whom one acts as, and says plainly that it is a stand-in. */
export const ActorSwitcher = () => {
  const say = useSay();
  const { actor, sit } = useSeat();
  const { offices, posts } = useMeta();
  return (
    <div className="actor">
      <Tooltip title={say(words.standIn)}><Tag tabIndex={0} color="gold" aria-description={say(words.standIn)}>{say(words.standInTag)}</Tag></Tooltip>
      <Select
        className="actor-select" aria-label={say(words.actingAs)} value={actor.person} onChange={sit} prefix={<UserOutlined />} popupMatchSelectWidth={false} listHeight={480}
        options={people.map(({ person, office, post }) => ({ value: person, label: `${person} ${say(offices[office])} · ${say(posts[post])}` }))}
      />
    </div>
  );
};
