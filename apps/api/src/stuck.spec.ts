import type { StuckCase, StuckCause } from '@anjuan/read-models';
import { stuckCauses } from '@anjuan/read-models';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { get, openApi, petition } from '../test/api';
import { tellStuck } from './stuck-words';
import { processes } from '@anjuan/domain';

/** What the follower tells with each cause. */
const details: Readonly<Record<StuckCause, Record<string, unknown>>> = {
  streamParked: { follower: 'read-models', position: 7, message: '23514 refused' }, workflowMissing: { status: null }, workflowTaskFailing: { attempt: 3, message: 'a fault' },
  activityFailing: { attempt: 4, message: 'away', reaction: 'openCase' }, reactionOwed: { reaction: 'openCase' }, reactionRefused: { reaction: 'openCase', message: 'wrong-stage' },
  instantOverdue: { clock: 'L8', due: '2026-03-02' }, approverBarred: { step: 'assignClue', level: 'chief', persons: ['P-11'], by: 'P-02' },
  clockBreached: { clock: 'L4', due: '2026-03-02', zh: '告知受理', en: 'Tell' }, clockNear: { clock: 'L4', due: '2026-03-09', zh: '告知受理', en: 'Tell' },
};

describe('What is stuck', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    ({ app } = await openApi());
  });
  afterAll(() => app.close());

  test.each(stuckCauses)('is told in words, both languages: %s', (cause) => {
    const item: StuckCase = { cause, stream: 'clue-x', about: '', since: '2026-03-02T16:00:00.000Z', detail: details[cause] };
    const { waitsFor, helps } = tellStuck(item, processes.clue);
    for (const { zh, en } of [waitsFor, helps]) {
      expect(zh).toMatch(/[一-鿿]/);
      expect(en).not.toMatch(/[一-鿿]|undefined/);
      expect(zh).not.toContain('undefined');
    }
    // Without the table of its process it is told all the same.
    expect(tellStuck(item, undefined).waitsFor.zh).not.toContain('undefined');
  });

  test('is helped by the case supervision office, and nobody else is offered to', async () => {
    const standing = async (actor: typeof petition) => (await get(app, '/api/stuck', actor)).json();
    expect(await standing(petition)).toMatchObject({ total: 0, groups: [], mayIntervene: false, by: { zh: '案件监督管理室' } });
    expect(await standing({ person: '王督', office: 'caseSupervisionOffice', post: 'handler' })).toMatchObject({ mayIntervene: true });
  });

  test('is listed by a cause there is, a page at a time; anything else is refused by name', async () => {
    expect((await get(app, '/api/stuck/cases?cause=clockBreached')).statusCode).toBe(200);
    for (const [query, field] of [['cause=laziness', 'cause'], ['healed=maybe', 'healed'], ['limit=0', 'limit'], ['sort=due', 'sort']] as const) {
      const answer = await get(app, `/api/stuck/cases?${query}`);
      expect([query, answer.statusCode, answer.json<{ rule: string }>().rule]).toEqual([query, 400, 'invalid-query']);
      expect(answer.body).toContain(field);
    }
  });
});
