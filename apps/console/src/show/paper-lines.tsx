import { FileTextOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { PaperView } from '../api/matter';
import { useSay } from '../language';
import { words } from '../words';

/** Papers by kind, title and checksum: the files are in the office. */
export const PaperLines = ({ papers }: { papers: readonly PaperView[] }) => {
  const say = useSay();
  if (papers.length === 0) return null;
  return (
    <ul className="paper-lines">
      {papers.map(({ kind, title, sha256, signedOn, label }, i) => (
        <li key={`${sha256}-${i}`}>
          <FileTextOutlined /> <span>{say(label) || kind}</span> <span className="hint">{title}{signedOn !== undefined && ` · ${say(words.paperSigned)} ${signedOn}`}</span>{' '}
          <Tooltip title={`SHA-256 ${sha256}`}><code tabIndex={0}>{sha256.slice(0, 12)}…</code></Tooltip>
        </li>
      ))}
    </ul>
  );
};
