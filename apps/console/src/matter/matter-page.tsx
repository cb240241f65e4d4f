import { Alert, Card, Result } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { useMatter, useReadOwnWrite } from '../api/matter';
import type { ProcessName } from '../api/meta';
import { Problem } from '../api/problem';
import { pathOf, type Done } from '../api/send-command';
import { usePageTitle } from '../frame/page-title';
import { Failed, Loading } from '../frame/waiting';
import { useSay } from '../language';
import { FieldTable } from '../show/field-value';
import { PaperLines } from '../show/paper-lines';
import { words } from '../words';
import { Clocks } from './clocks';
import { CommandDrawer } from './drawer';
import { History } from './history';
import { Lanes } from './lanes';
import { LinkedMatters } from './linked';
import { MatterHead, titleOf } from './matter-head';
import { MatterNames } from './names';
import { NextSteps } from './next-steps';
import type { Opened } from './opened';
import { Proposals } from './proposals';

/** Position of the write that led here, put into the navigation by the form that made it. */
const writtenAt = (state: unknown): number | undefined => {
  const atLeast = (state as { atLeast?: unknown } | null)?.atLeast;
  return typeof atLeast === 'number' ? atLeast : undefined;
};

export const MatterPage = ({ process }: { process: ProcessName }) => {
  const say = useSay();
  const { id = '' } = useParams();
  const { state } = useLocation();
  const [wanted, setWanted] = useState({ id, revision: 0 });
  const own = wanted.id === id ? wanted.revision : 0;
  const { data: matter, error, refetch } = useMatter(process, id, writtenAt(state), own);
  const readOwnWrite = useReadOwnWrite(process, id);
  const after = async (done: Done) => {
    setWanted({ id, revision: done.receipt.revision });
    await readOwnWrite(done);
  };
  const [opened, setOpened] = useState<Opened>();
  usePageTitle(matter ? say(titleOf(matter)) : '');
  if (!matter) {
    if (!error) return <Loading />;
    if (error instanceof Problem && error.status === 404) return <Result status="404" title={say(words.noSuchMatter)} subTitle={say(error.detail)} extra={<Link to={pathOf(process)}>{say(words.backToList)}</Link>} />;
    return <Failed error={error} again={() => void refetch()} />;
  }
  return (
    <MatterNames matter={matter}>
      <div className="matter">
        <MatterHead matter={matter} open={setOpened} />
        {error && <Failed error={error} again={() => void refetch()} />}
        {matter.revision < own && <Alert type="info" showIcon role="status" title={say(words.behind)} />}
        <div className="columns">
          <div className="main">
            <Proposals proposals={matter.proposals} open={setOpened} />
            <NextSteps matter={matter} open={setOpened} />
            <Lanes matter={matter} open={setOpened} />
            <Card title={<h2>{say(words.facts)}</h2>} size="small"><FieldTable fields={matter.facts.filter(({ value }) => !Array.isArray(value) || value.length > 0)} columns={2} /></Card>
            <History history={matter.history} />
          </div>
          <aside className="side">
            <Clocks clocks={matter.clocks} />
            <LinkedMatters linked={matter.linked} />
            <Card title={<h2>{say(words.papers)}</h2>} size="small">{matter.papers.length === 0 ? <p className="hint none">{say(words.noPapers)}</p> : <PaperLines papers={matter.papers} />}</Card>
          </aside>
        </div>
        <CommandDrawer key={id} matter={matter} opened={opened} close={() => setOpened(undefined)} after={after} />
      </div>
    </MatterNames>
  );
};
