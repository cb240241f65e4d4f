import { plural } from '@anjuan/derive';
import { processOf } from '@anjuan/handle';
import type { Lifecycle } from '@anjuan/lifecycle';
import { refusal } from '@anjuan/lifecycle';
import type { ApiParts } from './parts';
import { thrown } from './problem';

/** The table behind `/api/clues`; anything else is not found. */
export const lifecycleAt = ({ handle: { processes } }: ApiParts, name: string): Lifecycle => {
  const found = Object.values(processes).find(({ process }) => plural(process) === name);
  if (!found) throw thrown(refusal('unknown-process', `没有「${name.slice(0, 60)}」这一类案卷`, `there are no ${name.slice(0, 60)}`, { field: 'process', value: name }));
  return found;
};

/** Opaque ids have one shape; nothing else is looked up, so no path or pattern gets any further. */
export const streamAt = ({ process }: Lifecycle, id: string): string => {
  if (processOf(id) !== process) throw thrown(refusal('not-found', `没有找到 ${id.slice(0, 60)}`, `there is no ${id.slice(0, 60)}`, { field: 'stream', value: id }));
  return id;
};

/** Address of a matter, from its stream. */
export const linkTo = (stream: string): string => `/api/${plural(stream.slice(0, stream.indexOf('-')))}/${stream}`;
