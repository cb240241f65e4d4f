import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { people, personNamed, type Actor } from './actors';
import { recall, remember } from './remember';

type Seat = { readonly actor: Actor; readonly sit: (person: string) => void };

const Seat = createContext<Seat | undefined>(undefined);

/** Who is at the keyboard. A stand-in until accounts come; the API takes its word for it. */
export const ActorProvider = ({ children }: { children: ReactNode }) => {
  const [actor, setActor] = useState<Actor>(() => personNamed(recall('actor')) ?? people[0]);
  const seat = useMemo<Seat>(() => ({
    actor,
    sit: (person) => {
      remember('actor', person);
      setActor(personNamed(person) ?? people[0]);
    },
  }), [actor]);
  return <Seat value={seat}>{children}</Seat>;
};

export const useSeat = (): Seat => {
  const seat = use(Seat);
  if (!seat) throw new Error('useSeat outside of ActorProvider');
  return seat;
};

export const useActor = (): Actor => useSeat().actor;
