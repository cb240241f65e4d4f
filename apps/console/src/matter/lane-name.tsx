import { createContext, use, useMemo, type ReactNode } from 'react';
import type { Lane } from '../api/matter';
import { useLanguage } from '../language';

const Names = createContext<ReadonlyMap<string, string>>(new Map());

/** A lane in words, respondent and track, instead of by its key. */
export const LaneNames = ({ lanes, children }: { lanes: readonly Lane[]; children: ReactNode }) => {
  const { say } = useLanguage();
  const names = useMemo(() => new Map(lanes.map(({ key, facts }) => [key, facts.filter(({ field }) => field === 'person' || field === 'track').map(({ text }) => say(text)).join(' / ') || key])), [lanes, say]);
  return <Names value={names}>{children}</Names>;
};

export const useLaneName = () => {
  const names = use(Names);
  return (key: string): string => names.get(key) ?? key;
};
