import { InboxOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Statistic, Upload } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { Problem } from '../api/problem';
import { usePageTitle } from '../frame/page-title';
import { Failed, Loading } from '../frame/waiting';
import { useSay } from '../language';
import { words } from '../words';
import { Faults } from './faults';
import { Registration } from './registration';
import { useReading, useUpload } from './use-ledger';
import { ledgerWords } from './words';

/** Where a spreadsheet comes in: read first, put right in place, then registered. The file's hash stands in the address, so the page may be left and found again. */
export const LedgerPage = () => {
  const say = useSay();
  const { file } = useParams();
  usePageTitle(say(ledgerWords.title));
  return (
    <div className="ledger">
      <h1>{say(ledgerWords.title)}</h1>
      {file === undefined ? <Choose /> : <Ledger key={file} file={file} />}
    </div>
  );
};

const Choose = () => {
  const say = useSay();
  const navigate = useNavigate();
  const { mutate, variables, isPending, error } = useUpload();
  const choose = (file: File) => mutate(file, { onSuccess: ({ file: hash }) => void navigate(`/ledger/${hash}`) });
  const why = error instanceof Problem ? say(error.status === 0 ? words.unreachable : error.detail) : error?.message;
  return (
    <Card>
      {why !== undefined && <Alert className="refusal" type="error" showIcon title={say(ledgerWords.notTaken, { name: variables?.name ?? '', why })} />}
      <Upload.Dragger showUploadList={false} disabled={isPending} beforeUpload={(file) => { choose(file); return false; }}>
        <p className="ant-upload-drag-icon"><InboxOutlined aria-hidden /></p>
        <p className="ant-upload-text">{isPending ? say(ledgerWords.reading, { name: variables.name }) : say(ledgerWords.drop)}</p>
        <p className="ant-upload-hint">{say(ledgerWords.dropHint)}</p>
      </Upload.Dragger>
    </Card>
  );
};

const counts = ['rows', 'accepted', 'repeats', 'blank'] as const;

const Ledger = ({ file }: { file: string }) => {
  const say = useSay();
  const navigate = useNavigate();
  const { data: reading, error, refetch } = useReading(file);
  const another = <Button onClick={() => void navigate('/ledger')}>{say(ledgerWords.another)}</Button>;
  if (!reading) return error ? <><Failed error={error} again={() => void refetch()} />{another}</> : <Loading />;
  const { refused, notShown, notices } = reading;
  return (
    <>
      <Card>
        <div className="ledger-counts">
          {counts.map((count) => <Statistic key={count} title={say(ledgerWords[count])} value={reading[count]} />)}
          <Statistic title={say(ledgerWords.refused)} value={refused.length + notShown} {...(refused.length > 0 && { styles: { content: { color: 'var(--red)' } } })} />
          {another}
        </div>
        {notices.map(({ code, words: said }) => <Alert key={code} type="info" showIcon title={say(said)} />)}
        <p className="hint opaque">{say(ledgerWords.file)} {file}</p>
      </Card>
      <Registration reading={reading} />
      <Faults reading={reading} />
    </>
  );
};
