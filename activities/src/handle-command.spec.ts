import type { DoorCommand, Outcome } from '@anjuan/handle';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { handleCommand } from './handle-command';

const heard = (answer: Outcome) => {
  const commands: DoorCommand[] = [];
  const handle = { handle: async (command: DoorCommand) => (commands.push(command), answer), load: async () => undefined, performReaction: async () => ({ outcome: 'done' as const }), processes, policy: defaultPolicy, count: counting(defaultPolicy, adopted) };
  return { commands, send: handleCommand({ handle, clock: { now: () => '2026-03-02T02:00:00.000Z' } }) };
};
const refused: Outcome = { kind: 'refused', refusal: { rule: 'invalid', field: 'informantName', value: '举报人甲', message: { zh: '必须填写', en: 'must be filled in' }, faults: [{ field: 'informantName', value: '举报人甲', message: { zh: '必须填写', en: 'must be filled in' } }] } };
const command: DoorCommand = { id: 'c-1', stream: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', name: 'addNote', asked: { text: 'Ze\u0301' }, actor: { person: 'P-01', office: 'petitionOffice', post: 'handler' } };

describe('the Update door', () => {
  it('lets nobody act as the engine or tie a command to another event', async () => {
    const { commands, send } = heard(refused);
    await send({ ...command, actor: { ...command.actor, post: 'engine' }, causation: 'e-1', correlation: 'h-1' });
    expect(commands[0]?.actor.post).not.toBe('engine');
    expect(commands[0]).not.toHaveProperty('causation');
    expect(commands[0]).not.toHaveProperty('correlation');
  });

  it('compares names as they are composed', async () => {
    const { commands, send } = heard(refused);
    await send(command);
    expect(commands[0]?.asked).toEqual({ text: 'Zé' });
  });

  it('answers a refusal without the value, for the answer stays in Temporal’s history', async () => {
    const { answer } = await heard(refused).send(command);
    expect(answer).toMatchObject({ kind: 'refused', refusal: { rule: 'invalid', field: 'informantName' } });
    expect(JSON.stringify(answer)).not.toContain('举报人甲');
  });
});
