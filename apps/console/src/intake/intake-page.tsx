import { App, Card, Radio } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useMeta } from '../api/meta-context';
import { DerivedForm } from '../forms/derived-form';
import { usePageTitle } from '../frame/page-title';
import { useLanguage } from '../language';
import { useActor } from '../actor-context';
import { words } from '../words';
import { useCitation } from '../show/citation';
import { Whose } from '../show/whose';

/** What was begun and not yet registered, as long as this tab lives: to look elsewhere loses nothing. It is written down nowhere. */
const begun = new Map<string, Readonly<Record<string, unknown>>>();

/** Where a clue begins. Each kind of coming in is a row of the table; both forms stay as they are while one looks at the other. */
export const IntakePage = () => {
  const { say, colon } = useLanguage();
  const cited = useCitation();
  const meta = useMeta();
  const actor = useActor();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  usePageTitle(say(words.intake));
  const openings = meta.processes.clue.commands.filter(({ shape, engineOnly }) => shape === 'opening' && !engineOnly);
  const own = openings.find(({ by }) => by.some(({ key }) => key === actor.office)) ?? openings[0];
  const row = openings.find(({ name }) => name === search.get('as')) ?? own;
  return (
    <div className="narrow">
      <h1>{say(words.intake)}</h1>
      <div className="intake-kind">
        <span id="intake-kind">{say(words.whatCameIn)}</span>
        <Radio.Group
          aria-labelledby="intake-kind" optionType="button" buttonStyle="solid" value={row?.name} options={openings.map(({ name, label }) => ({ value: name, label: say(label) }))}
          onChange={({ target }) => setSearch({ as: String(target.value) }, { replace: true })}
        />
      </div>
      {openings.map((form) => (
        <Card key={form.name} hidden={form !== row}>
          <div className="form-about">
            <Whose form={form} />
            <span>{say(words.basis)}{colon}{cited(form.basis)}</span>
          </div>
          <DerivedForm
            form={form} target={{ process: 'clue', name: form.name }} submit={say(words.register)}
            initial={begun.get(form.name)} onChange={(values) => begun.set(form.name, values)}
            onDone={({ receipt }) => {
              begun.delete(form.name);
              void message.success(say(words.registered));
              void navigate(`/clues/${receipt.stream}`, { state: { atLeast: receipt.position } });
            }}
          />
        </Card>
      ))}
    </div>
  );
};
