import { createContext, use, type ReactNode } from 'react';
import { Failed, Loading } from '../frame/waiting';
import { useMetaQuery, type Meta } from './meta';

const MetaContext = createContext<Meta | undefined>(undefined);

/** Nothing can be said about a matter without the words of its table, so everything below waits for them. */
export const MetaProvider = ({ children }: { children: ReactNode }) => {
  const { data, error, refetch } = useMetaQuery();
  if (data) return <MetaContext value={data}>{children}</MetaContext>;
  return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />;
};

export const useMeta = (): Meta => {
  const meta = use(MetaContext);
  if (!meta) throw new Error('useMeta outside of MetaProvider');
  return meta;
};
