import { refusal } from '@anjuan/lifecycle';
import type { Track } from '../people';
import { sanctions, type Sanction } from './stages';

const ofTrack: Record<Track, readonly Sanction[]> = {
  party: ['none', 'warning', 'seriousWarning', 'removal', 'probation', 'expulsion'],
  state: ['none', 'warning', 'demerit', 'majorDemerit', 'demotion', 'dismissal', 'discharge'],
};

/** Each track knows its own sanctions (DL 7, trap 20). */
export const trackRefusal = (track: Track, kind: Sanction) =>
  ofTrack[track].includes(kind)
    ? undefined
    : refusal('DL 7', `「${sanctions[kind].zh}」不是该轨道的处分种类`, `${sanctions[kind].en} is not a sanction of the ${track} track; it knows ${ofTrack[track].join(', ')}`, { field: 'kind', value: kind });
