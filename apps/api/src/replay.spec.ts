import { get, openApi, petition, post, registered, type Api } from '../test/api';

const supervision = { person: '赵管', office: 'caseSupervisionOffice', post: 'handler' };
const chief = { person: '钱总', office: 'leadership', post: 'chief' };
const paper = { kind: 'distributionSheet', title: '分办单', sha256: 'a'.repeat(64) };

describe('a replay', () => {
  let api: Api;
  let id: string;
  beforeEach(async () => {
    api = await openApi();
    id = await registered(api.app);
    await post(api.app, `/api/clues/${id}/commands/assignClue`, { key: 'p1', actor: supervision, body: { asked: { handlingOffice: 'investigationOffice1' }, papers: [paper] } });
    await post(api.app, `/api/clues/${id}/commands/approve`, { actor: chief, body: { asked: { proposal: 'p1' } } });
  });
  afterEach(() => api.app.close());

  const asked = async (query: string) => get(api.app, `/api/clues/${id}/replay${query}`, petition);

  it('tells every step, by whom, on which basis, and old → new', async () => {
    const { matters, steps } = (await asked('')).json<{ matters: unknown[]; steps: { label: { zh: string } }[] }>();
    expect(matters).toMatchObject([{ stream: id, name: '反映挪用资金' }]);
    expect(steps.map(({ label }) => label.zh)).toEqual(['登记信访举报', '呈批：分办', '机关主要负责人同意', '分办']);
    expect(steps[3]).toMatchObject({ stream: id, revision: 4, by: { person: '赵管' }, rules: { sameAsToday: true }, changes: expect.arrayContaining([expect.objectContaining({ what: 'stage', old: { text: { zh: '已登记', en: 'Registered' }, value: 'registered' } })]) });
  });

  it('shows how it stood at a revision or on a day, and what differs between two points', async () => {
    expect((await asked('?at=2')).json()).toMatchObject({ at: { step: 2, of: 4 }, matters: [{ stage: 'registered', proposals: [{ label: { zh: '分办' } }], clocks: expect.any(Array) }] });
    expect((await asked('?at=2026-03-02')).json()).toMatchObject({ at: { step: 4 }, matters: [{ stage: 'assigned' }], recordedLater: [] });
    expect((await asked(`/compare?from=1&to=${id}@4`)).json()).toMatchObject({ from: { step: 1 }, to: { step: 4 }, matters: [{ stream: id, changes: expect.arrayContaining([expect.objectContaining({ key: 'fact:handlingOffice', new: expect.anything() })]) }] });
  });

  it('of a wrong id, revision, day or point says so, each by its own status', async () => {
    const status = async (query: string) => { const { statusCode, body } = await asked(query); return [statusCode, (JSON.parse(body) as { field?: string }).field]; };
    expect(await status('?at=5')).toEqual([404, 'at']);
    expect(await status('?at=2026-03-01')).toEqual([404, 'at']);
    expect(await status('?at=2999-01-01')).toEqual([422, 'at']);
    expect(await status('?at=soon')).toEqual([400, 'at']);
    expect(await status('/compare?from=1')).toEqual([400, 'to']);
    expect((await get(api.app, '/api/clues/clue-aaaaaaaaaaaaaaaaaaaaaaaaaa/replay')).statusCode).toBe(404);
  });

  it('never shows what is sealed', async () => {
    for (const query of ['', '?at=1', '/compare?from=1&to=4']) expect((await asked(query)).body).not.toMatch(/举报人甲|13900000000|sealed:v1/);
  });
});
