import type { DoorCommand, Outcome } from '@anjuan/handle';
import { engineRole, type Refusal } from '@anjuan/lifecycle';
import { reckon, type Ports } from './door';
import type { Situation } from './situation';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The door's answer without the matter: it goes into Temporal's history and to the caller. */
export type Answer = Without<Outcome, 'matter'>;

export type Handled = { readonly answer: Answer; readonly situation?: Situation };

/** What a person may send, and no more: the engine's post and its ties to other events are its own. Names compare as composed. */
const fromOutside = ({ id, stream, name, asked, actor, on, papers, ifMatch }: DoorCommand): DoorCommand => {
  const person = actor?.post === engineRole ? { ...actor, post: 'none' } : actor;
  const command = { id, stream, name, asked, actor: person, ...(on !== undefined && { on }), ...(papers && { papers }), ...(ifMatch !== undefined && { ifMatch }) };
  return JSON.parse(JSON.stringify(command), (_, value: unknown) => (typeof value === 'string' ? value.normalize('NFC') : value)) as DoorCommand;
};

/** The answer goes into Temporal's history, where no fact of a matter may stand. */
const unvalued = ({ rule, message, field, faults }: Refusal): Refusal => ({
  rule, message, ...(field !== undefined && { field }), ...(faults && { faults: faults.map(({ field: at, message: said }) => ({ field: at, value: null, message: said })) }),
});

export const handleCommand =
  (ports: Ports) =>
  async (sent: DoorCommand): Promise<Handled> => {
    const outcome = await ports.handle.handle(fromOutside(sent));
    if (outcome.kind === 'refused') return { answer: { kind: 'refused', refusal: unvalued(outcome.refusal) } };
    if (outcome.kind === 'reused') return { answer: outcome };
    const { matter, ...answer } = outcome;
    return { answer, situation: await reckon(ports, matter) };
  };
