import { createContext, use, useMemo, type ReactNode } from 'react';
import type { Matter } from '../api/matter';
import { useLanguage } from '../language';

type Names = { readonly lane: (key: string) => string; readonly fact: (field: string) => string; readonly clock: (key: string) => string };

const Names = createContext<Names>({ lane: (key) => key, fact: (field) => field, clock: (key) => key });

/** What the matter's lanes, facts and limits are called, for everything on its page that knows them only by their keys. */
export const MatterNames = ({ matter: { lanes, facts, clocks }, children }: { matter: Pick<Matter, 'lanes' | 'facts' | 'clocks'>; children: ReactNode }) => {
  const { say } = useLanguage();
  const names = useMemo<Names>(() => {
    const ofLanes = new Map(lanes.map(({ key, facts: own }) => [key, own.filter(({ field }) => field === 'person' || field === 'track').map(({ text }) => say(text)).join(' / ') || key]));
    const ofFacts = new Map([...lanes.flatMap((lane) => lane.facts), ...facts].map(({ field, label }) => [field, say(label)]));
    const ofClocks = new Map(clocks.map(({ key, label, lane }) => [key, `${say(label)}${lane === undefined ? '' : ` ${ofLanes.get(lane) ?? lane}`}`]));
    return { lane: (key) => ofLanes.get(key) ?? key, fact: (field) => ofFacts.get(field) ?? field, clock: (key) => ofClocks.get(key) ?? key };
  }, [lanes, facts, clocks, say]);
  return <Names value={names}>{children}</Names>;
};

/** A lane in words, respondent and track. */
export const useLaneName = () => use(Names).lane;
export const useFactName = () => use(Names).fact;
/** A limit in words, with the lane it runs in. */
export const useClockName = () => use(Names).clock;
