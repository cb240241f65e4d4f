import { processes } from '@anjuan/domain';
import { standingCommands } from '@anjuan/lifecycle';
import { approvalBranches, asyncapi, commandForms, formOf, handbook, isSealedField, openapi, statechart } from '.';

const every = Object.values(processes);

describe('forms', () => {
  it('there is one for every row and every standing command', () => {
    for (const lifecycle of every) expect(commandForms(lifecycle).map(({ name }) => name)).toEqual([...Object.keys(lifecycle.rows), ...Object.keys(standingCommands)]);
  });

  it('carry the labels, the options and the seals of the table', () => {
    const form = formOf(processes.clue, 'registerAccusation');
    expect(form).toMatchObject({ label: { zh: '登记信访举报' }, shape: 'opening', by: [{ key: 'petitionOffice', label: { zh: '信访室' } }], to: { key: 'registered' } });
    expect(form?.schema.properties?.['title']).toMatchObject({ zh: '标题', en: 'Title', maxLength: 100 });
    expect(form?.schema.properties?.['jurisdiction']?.options?.['own']?.zh).toBe('本机关管辖');
    expect(isSealedField(form?.schema, 'informantName')).toBe(true);
    expect(isSealedField(form?.schema, 'title')).toBe(false);
  });

  it('name every field in both languages', () => {
    for (const lifecycle of every)
      for (const { name, schema, engineOnly } of commandForms(lifecycle))
        if (!engineOnly) for (const [field, { zh, en }] of Object.entries(schema.properties ?? {})) expect({ name, field, zh, en }).toEqual({ name, field, zh: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) });
  });
});

describe('the branches of approvals', () => {
  const chains = (name: string) => approvalBranches(processes.clue, processes.clue.rows[name as keyof typeof processes.clue.rows]);

  it('are those of the function in the table, all of them', () => {
    const branches = chains('decideFiling');
    expect(branches.map(({ when, chain }) => [when.map(({ value }) => value.zh), chain])).toEqual(expect.arrayContaining([
      [['否', '一般干部'], ['leader']],
      [['否', '下一级党委（党组）主要负责人'], ['leader', 'chief']],
      [['否', '同级党委委员、纪委委员'], ['chief', 'upperOrgan']],
      [['是', '一般干部'], ['leader', 'collective']],
      [['是', '下一级党委（党组）主要负责人'], ['leader', 'chief', 'collective']],
      [['是', '同级党委委员、纪委委员'], ['chief', 'collective', 'upperOrgan']],
      [['否', '台账未载'], ['chief', 'upperOrgan']],
      [['是', '台账未载'], ['chief', 'collective', 'upperOrgan']],
    ]));
    expect(branches).toHaveLength(8);
  });

  it('are one where nothing is asked, and none signs where nobody must', () => {
    expect(chains('assignClue')).toEqual([{ when: [], chain: ['chief'] }]);
    expect(chains('startAssessment')).toEqual([{ when: [], chain: [] }]);
  });

  it('can be found for every row', () => {
    for (const lifecycle of every) for (const row of Object.values(lifecycle.rows)) expect(approvalBranches(lifecycle, row).length).toBeGreaterThan(0);
  });
});

describe('the interface', () => {
  const document = openapi(processes);
  const paths = Object.keys(document.paths);

  it('has a path for every command a person may send, and none for the engine’s', () => {
    expect(paths).toEqual(expect.arrayContaining(['/api/clues/commands/registerAccusation', '/api/clues/{id}/commands/fileCase', '/api/cases/{id}/commands/approve', '/api/clues', '/api/cases/{id}/history']));
    expect(paths.filter((path) => /openCase|joinCase|noticeClock|settleReaction/.test(path))).toEqual([]);
    const sent = every.flatMap(commandForms).filter(({ engineOnly }) => !engineOnly);
    expect(paths.filter((path) => path.includes('/commands/'))).toHaveLength(sent.length);
  });

  it('points only at what it defines', () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) expect(Object.keys(document.components.schemas)).toContain(name);
    expect(text).not.toContain('$schema');
    const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the topics', () => {
  it('there is one for every process, and it says which events come in it and at which stages they can leave a matter', () => {
    const { channels, components } = asyncapi(processes);
    expect(Object.values(channels).map(({ address }) => address)).toEqual(['anjuan.clue', 'anjuan.case', 'anjuan.register']);
    expect(channels['clue']?.messages).toMatchObject({ CaseFiled: { name: 'anjuan.clue.CaseFiled', payload: { $ref: '#/components/schemas/clue' } } });
    expect(components.schemas['case']?.properties?.['data']?.properties?.['stage']?.enum).toEqual(expect.arrayContaining(['inTrial', 'deliberating']));
  });

  it('let nothing through that somebody wrote: only ids, places, a stage and a hash', () => {
    for (const { properties } of Object.values(asyncapi(processes).components.schemas))
      expect([Object.keys(properties ?? {}), Object.keys(properties?.['data']?.properties ?? {})]).toEqual([
        ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'data'], ['revision', 'position', 'history', 'stage', 'leaf'],
      ]);
  });
});

describe('pictures and handbook', () => {
  it('the statechart shows where a clue begins, goes and ends', () => {
    const text = statechart(processes.clue);
    expect(text).toContain('[*] --> registered: 登记信访举报');
    expect(text).toContain('registered --> assigned: 分办');
    expect(text).toContain('convertedToCase --> [*]');
  });

  it('the handbook gives each row its basis, papers and signatures', () => {
    const text = handbook(processes);
    for (const lifecycle of every) for (const { label, ref } of Object.values(lifecycle.rows)) expect(text).toContain(`### ${label.zh} · ${label.en}（${ref}）`);
    expect(text).toContain('干部层级为「同级党委委员、纪委委员」：机关主要负责人 → 同级党委主要负责人 → 上级机关');
    expect(text).toContain('| L32 | 宣布党纪处分 | 1 个月 | 党内法规 |');
  });
});
