import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App } from 'antd';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { ActorProvider } from './actor-context';
import { MetaProvider } from './api/meta-context';
import { Problem } from './api/problem';
import { FiguresPage } from './figures/figures-page';
import { Frame } from './frame/frame';
import { NoSuchPage } from './frame/no-such-page';
import { IntakePage } from './intake/intake-page';
import { LanguageProvider } from './language';
import { LedgerPage } from './ledger/ledger-page';
import { ListPage } from './lists/list-page';
import { MatterPage } from './matter/matter-page';
import { ReplayPage } from './replay/replay-page';
import { StuckPage } from './stuck/stuck-page';

/** A refusal does not get better by asking again; a lost answer may. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: (times, error) => !(error instanceof Problem && error.status >= 400 && error.status < 500) && times < 2, refetchOnWindowFocus: true } },
});

export const Console = () => (
  <QueryClientProvider client={queries}>
    <LanguageProvider>
      <App>
        <ActorProvider>
          <MetaProvider>
            <BrowserRouter>
              <Routes>
                <Route element={<Frame />}>
                  <Route index element={<Navigate to="/clues" replace />} />
                  <Route path="intake" element={<IntakePage />} />
                  <Route path="clues" element={<ListPage key="clue" process="clue" />} />
                  <Route path="cases" element={<ListPage key="case" process="case" />} />
                  <Route path="clues/:id" element={<MatterPage process="clue" />} />
                  <Route path="cases/:id" element={<MatterPage process="case" />} />
                  <Route path="ledger/:file?" element={<LedgerPage />} />
                  <Route path="figures" element={<FiguresPage />} />
                  <Route path="stuck" element={<StuckPage />} />
                  <Route path="clues/:id/replay" element={<ReplayPage process="clue" />} />
                  <Route path="cases/:id/replay" element={<ReplayPage process="case" />} />
                  <Route path="*" element={<NoSuchPage />} />
                </Route>
              </Routes>
            </BrowserRouter>
          </MetaProvider>
        </ActorProvider>
      </App>
    </LanguageProvider>
  </QueryClientProvider>
);
