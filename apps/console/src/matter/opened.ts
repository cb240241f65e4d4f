import type { Proposal } from '../api/matter';

/** What the drawer beside the page is open for. */
export type Opened =
  | { readonly what: 'step'; readonly name: string; readonly lane?: string }
  | { readonly what: 'sign'; readonly name: 'approve' | 'refuseProposal' | 'withdrawProposal'; readonly proposal: Proposal; readonly onPaper: boolean }
  | { readonly what: 'standing'; readonly name: string };

export type Open = (opened: Opened) => void;
