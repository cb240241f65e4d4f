import { useQueryClient } from '@tanstack/react-query';
import { Button, Result } from 'antd';
import { Component, useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useSay } from '../language';
import { words } from '../words';

const BrokenPage = ({ error, again }: { error: Error; again: () => void }) => {
  const say = useSay();
  const queries = useQueryClient();
  // What it broke on is asked for anew, by whichever page comes next.
  useEffect(() => queries.removeQueries({ type: 'inactive' }), [queries]);
  return (
    <Result
      status="error" className="broken-page" title={say(words.pageBroke)} subTitle={<>{say(words.pageBrokeBut)}<br /><code>{error.message}</code></>}
      extra={[<Button key="again" type="primary" onClick={again}>{say(words.retry)}</Button>, <Link key="list" to="/clues">{say(words.backToList)}</Link>]}
    />
  );
};

type Guarded = { readonly at: string; readonly children: ReactNode };
type Met = { readonly error: Error | undefined };

/** A page that breaks takes nothing with it: what stands around it stays, and another address is shown afresh. React knows such a guard as a class only. */
export class PageGuard extends Component<Guarded, Met> {
  override state: Met = { error: undefined };

  static getDerivedStateFromError(error: unknown): Met {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate({ at }: Guarded): void {
    if (at !== this.props.at && this.state.error) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <BrokenPage error={error} again={() => this.setState({ error: undefined })} /> : this.props.children;
  }
}
