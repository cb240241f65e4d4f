import { Alert, Button, Card, Input, Progress, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useActor } from '../actor-context';
import { useMeta } from '../api/meta-context';
import { Problem } from '../api/problem';
import { useLanguage, useSay } from '../language';
import { words } from '../words';
import { useImport, type Importing, type Reading, type Result } from './use-ledger';
import { ledgerWords } from './words';

const office = 'caseSupervisionOffice';

/** The rows that are fit go in; how far they are, and what came of it. */
export const Registration = ({ reading }: { reading: Reading }) => {
  const say = useSay();
  const meta = useMeta();
  const actor = useActor();
  const { importing, begin, stop } = useImport(reading.file);
  const [vouchedBy, setVouchedBy] = useState<string>();
  const person = vouchedBy ?? actor.person;
  const isOurs = actor.office === office;
  const error = begin.error ?? stop.error;
  if (!importing) return null;
  const allDone = importing.state === 'done' && importing.result.registered + importing.result.alreadyThere === reading.accepted;
  return (
    <Card title={say(ledgerWords.register)} className="ledger-registration">
      {error && <Alert className="refusal" type="error" showIcon title={error instanceof Problem ? say(error.status === 0 ? words.unreachable : error.detail) : error.message} />}
      <Outcome importing={importing} reading={reading} />
      {importing.state === 'running'
        ? <Button danger loading={stop.isPending} onClick={() => stop.mutate()}>{say(ledgerWords.stop)}</Button>
        : !allDone && (
          <Space wrap>
            <label htmlFor="vouched-by">{say(ledgerWords.vouchedBy)}</label>
            <Input id="vouched-by" value={person} maxLength={60} onChange={({ target }) => setVouchedBy(target.value)} />
            <Button type="primary" disabled={!isOurs || person.trim() === '' || reading.accepted === 0} loading={begin.isPending} onClick={() => begin.mutate(person.trim())}>
              {importing.state === 'stopped' || importing.state === 'brokenOff' ? say(ledgerWords.goOn) : say(ledgerWords.registerRows, { n: reading.accepted })}
            </Button>
            <span className="hint">{isOurs ? say(ledgerWords.vouchedHint) : say(ledgerWords.notYours, { who: say(meta.offices[office]), office: say(meta.offices[actor.office]), person: actor.person })}</span>
          </Space>
        )}
    </Card>
  );
};

const Outcome = ({ importing, reading }: { importing: Importing; reading: Reading }) => {
  const say = useSay();
  switch (importing.state) {
    case 'notBegun':
      return null;
    case 'brokenOff':
      return <Alert type="warning" showIcon title={say(ledgerWords.brokenOff)} />;
    case 'running':
      return (
        <div role="status">
          <Progress percent={Math.floor((100 * importing.progress.done) / Math.max(1, importing.progress.of))} status="active" />
          <p>{say(ledgerWords.registering, importing.progress)}</p>
          <p className="hint">{say(ledgerWords.mayLeave)}</p>
        </div>
      );
    case 'stopped':
    case 'done':
      return <Told result={importing.result} reading={reading} />;
  }
};

const Told = ({ result: { registered, alreadyThere, left, cases, refused }, reading }: { result: Result; reading: Reading }) => {
  const { say, list, colon } = useLanguage();
  // The reader's own stand in the table below.
  const atDoor = refused.filter(({ row }) => !reading.refused.some((faulty) => faulty.row === row));
  return (
    <div role="status">
      <Alert
        type={left > 0 ? 'warning' : 'success'} showIcon title={left > 0 ? say(ledgerWords.stopped, { n: left }) : say(ledgerWords.done)}
        description={(
          <>
            <div>{say(ledgerWords.clues, { registered, there: alreadyThere })}</div>
            <div>{say(ledgerWords.cases, { registered: cases.registered, there: cases.alreadyThere })}</div>
            <Space><Link to="/clues">{say(ledgerWords.toClues)}</Link><Link to="/cases">{say(ledgerWords.toCases)}</Link><Link to="/figures">{say(ledgerWords.toFigures)}</Link></Space>
          </>
        )}
      />
      {cases.refused.map(({ caseNo, rows, words: why }) => <Alert key={caseNo} type="warning" showIcon title={say(ledgerWords.refusedCase, { caseNo, rows: list(rows.map(String)), why: say(why) })} />)}
      {atDoor.length > 0 && <Alert type="warning" showIcon title={say(ledgerWords.refusedAtDoor)} description={<ul>{atDoor.map(({ row, number, words: why }) => <li key={row}>{say(ledgerWords.line)} {row} {number}{colon}{say(why)}</li>)}</ul>} />}
    </div>
  );
};
