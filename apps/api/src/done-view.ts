import type { Receipt } from '@anjuan/event-store';
import type { Lifecycle, Matter } from '@anjuan/lifecycle';
import { proposalLabel } from '@anjuan/replay';
import { linkTo } from './routes';

/** Address of the matter's workflow in Temporal's own pages: its id is the stream's. */
export const workflowUrl = (ui: string | undefined, stream: string): string | undefined => (ui === undefined ? undefined : `${ui.replace(/\/$/, '')}/namespaces/default/workflows/${stream}`);

/** Answer to a command that is in the store: enough to go on without asking again. */
export const doneView = (lifecycle: Lifecycle, receipt: Receipt, matter: Matter, temporalUi: string | undefined) => {
  const self = linkTo(receipt.stream);
  const workflow = workflowUrl(temporalUi, receipt.stream);
  const { levels } = lifecycle.vocabulary;
  return {
    receipt,
    revision: receipt.revision,
    stage: matter.stage,
    stageLabel: lifecycle.stages[matter.stage]?.label,
    links: { self, history: `${self}/history`, ...(workflow !== undefined && { workflow }) },
    ...(matter.proposals.length > 0 && {
      proposals: matter.proposals.map(({ id, name, lane, chain, given }) => {
        const level = chain[given.length];
        return { id, name, label: proposalLabel(lifecycle, name), ...(lane !== undefined && { lane }), ...(level !== undefined && { waitsFor: { level, label: levels[level] } }) };
      }),
    }),
  };
};
