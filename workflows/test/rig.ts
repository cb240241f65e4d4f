import { createActivities, situationOf, type Situation } from '@anjuan/activities';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy, processes as domainTables, type Policy } from '@anjuan/domain';
import { memoryEventStore, type EventStore } from '@anjuan/event-store';
import { createHandle, installationKeys, type Clock, type DoorCommand, type Outcome } from '@anjuan/handle';
import type { Actor, Lifecycle } from '@anjuan/lifecycle';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type NativeConnection, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { taskQueue } from '../src/contract';

Runtime.install({ logger: new DefaultLogger('ERROR') });

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** As `infra/local/build.mjs` makes it; once a test file. */
export const workflowBundle = () => (bundle ??= bundleWorkflowCode({ workflowsPath: join(__dirname, '..', 'src', 'index.ts'), logger: new DefaultLogger('ERROR') }));

export type Office = ReturnType<typeof office>;

/** A door on a store in memory, and what the worker needs to work for it. */
export const office = ({ clock, store = memoryEventStore(), processes = domainTables, policy = defaultPolicy }: { clock: Clock; store?: EventStore; processes?: Readonly<Record<string, Lifecycle>>; policy?: Policy }) => {
  const handle = createHandle({ store, clock, policy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 100, processes });
  const situation = async (stream: string): Promise<Situation> => {
    const matter = await handle.load(stream);
    if (!matter) throw new Error(`no ${stream}`);
    return situationOf(processes[matter.process]!, matter, { count: handle.count, policy, now: await clock.now() });
  };
  const done = async (command: DoorCommand): Promise<Outcome & { kind: 'done' }> => {
    const outcome = await handle.handle(command);
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  return { store, handle, situation, done, activities: createActivities({ handle, clock }) };
};

export const workerFor = async (connection: NativeConnection, activities: Office['activities'], more: { maxCachedWorkflows?: number } = {}) =>
  Worker.create({ connection, taskQueue, activities, workflowBundle: await workflowBundle(), ...more });

export const at = (name: string, post = 'handler', person = '王一'): Actor => ({ person, office: name, post });
const paper = (kind: string) => ({ kind, title: kind, sha256: 'a'.repeat(64) });

const freshStream = () => `clue-${[...randomBytes(26)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')}`;

/** Registers a named accusation received today; the clue's stream. */
export const register = async ({ done }: Office, id: string, today: string, over: object = {}): Promise<string> => {
  const stream = freshStream();
  const asked = {
    receivedOn: today, title: '反映挪用资金', summary: '反映某单位工程款去向不明', named: true, informantName: '举报人甲', informantContact: '13900000000',
    reported: [{ person: 'P-001', unit: '某单位', rank: 'ordinary' }], jurisdiction: 'own', important: false, concerns: 'ordinary', ...over,
  };
  await done({ id, stream, name: 'registerAccusation', asked, actor: at('petitionOffice') });
  return stream;
};

type Step = { readonly name: string; readonly by: Actor; readonly asked?: object; readonly papers?: readonly string[]; readonly signed?: readonly string[] };

/** A step, proposed where it must be, and signed by each of those posts. */
export const take = async ({ done }: Office, stream: string, { name, by, asked = {}, papers = [], signed = [] }: Step): Promise<void> => {
  const id = `${stream}/${name}`;
  await done({ id, stream, name, asked, actor: by, papers: papers.map(paper) });
  for (const post of signed) await done({ id: `${id}/${post}`, stream, name: 'approve', asked: { proposal: id }, actor: at(post === 'dept' ? by.office : 'leadership', post, `签批人${post}`) });
};

export const department = at('investigationOffice1', 'handler', '张办');

export const assign: Step = { name: 'assignClue', by: at('caseSupervisionOffice'), asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'], signed: ['chief'] };
export const assess: Step = { name: 'startAssessment', by: department, asked: { custodian: '专管员' } };
export const tell: Step = { name: 'tellAcceptance', by: at('petitionOffice') };
export const closeAtOnce: Step = { name: 'decideClosing', by: department, asked: { reason: '反映问题不具体' }, papers: ['disposalOpinion'], signed: ['leader'] };
export const reopen: Step = { name: 'reopenClue', by: department, asked: { newEvidence: '新提供的账目' }, papers: ['reopeningNote'], signed: ['leader'] };
export const inform: Step = { name: 'feedbackToInformant', by: at('petitionOffice'), papers: ['feedbackRecord'] };
export const proposeFiling: Step = { name: 'decideFiling', by: department, papers: ['disposalOpinion'], signed: ['leader'] };
export const file = (caseNo: string): Step => ({
  name: 'fileCase', by: department, papers: ['filingReport', 'filingDecision'], signed: ['chief', 'partyChief'],
  asked: { caseNo, kind: 'person', respondents: [{ person: 'P-001', unit: '某单位', rank: 'ordinary', tracks: ['party'] }] },
});
