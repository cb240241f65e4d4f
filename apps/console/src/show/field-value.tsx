import { LockOutlined } from '@ant-design/icons';
import { Descriptions } from 'antd';
import { Link } from 'react-router';
import type { FieldView } from '../api/matter';
import { useSay } from '../language';
import { words } from '../words';

/** A value in words; what is sealed is named and not shown. */
export const FieldValue = ({ text, value, sealed }: FieldView) => {
  const say = useSay();
  const streams = [value].flat().filter((each): each is string => typeof each === 'string' && /^(?:clue|case)-[a-z2-7]{26}$/.test(each));
  if (streams.length > 0) return streams.map((stream) => <div key={stream}><Link to={`/${stream.slice(0, 4)}s/${stream}`}>{stream}</Link></div>);
  return sealed ? <span className="sealed"><LockOutlined /> {say(words.sealedValue)}</span> : <span className="value">{say(text) || '—'}</span>;
};

export const FieldTable = ({ fields, columns = 1 }: { fields: readonly FieldView[]; columns?: number }) => {
  const say = useSay();
  const wide = (text: string) => columns > 1 && text.length > 40;
  return (
    <Descriptions
      size="small" column={{ xs: 1, sm: 1, md: columns, lg: columns, xl: columns, xxl: columns }} className="field-table"
      items={fields.map((field) => ({ key: field.field, label: say(field.label), children: <FieldValue {...field} />, ...(wide(say(field.text)) && { span: 'filled' as const }) }))}
    />
  );
};
