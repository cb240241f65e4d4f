import { Alert, Card } from 'antd';
import type { ProcessName } from '../api/meta';
import { Failed, Loading } from '../frame/waiting';
import { useSay } from '../language';
import { ChangeTable } from './changes';
import { useComparison, type Comparison, type WholeLine } from './replay-query';
import { replayWords } from './replay-words';

/** Two points side by side: only what differs between them. */
export const Comparing = ({ process, id, from, to, matters }: { process: ProcessName; id: string; from: string; to: string; matters: WholeLine['matters'] }) => {
  const say = useSay();
  const { data, error, refetch } = useComparison(process, id, from, to);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const place = ({ step, of, means }: Comparison['from']) => `${say(replayWords.stepOf, { n: step, of })} · ${say(means)}`;
  return (
    <Card size="small" className="comparing" title={<h2>{say(replayWords.compare)}</h2>}>
      <p className="hint">{say(replayWords.from)} {place(data.from)}<br />{say(replayWords.to)} {place(data.to)}</p>
      {data.matters.length === 0 && <Alert type="info" showIcon title={say(replayWords.same)} />}
      {data.matters.map(({ stream, changes }) => (
        <section key={stream} className="part"><h3>{matters.find((matter) => matter.stream === stream)?.name || stream}</h3><ChangeTable changes={changes} /></section>
      ))}
    </Card>
  );
};
