import { Button, Layout } from 'antd';
import { useEffect } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { useLanguage } from '../language';
import { figureWords } from '../figures/words';
import { ledgerWords } from '../ledger/words';
import { StuckLink } from '../stuck/stuck-link';
import { words } from '../words';
import { ActorSwitcher } from './actor-switcher';
import { PageGuard } from './page-guard';

/** What stands around every page: where one can go, who one is, which language. */
export const Frame = () => {
  const { language, say, speak } = useLanguage();
  const { pathname } = useLocation();
  useEffect(() => {
    void window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <Layout className="frame">
      <a className="skip" href="#content">{say(words.skipToContent)}</a>
      <Layout.Header className="head">
        <div className="head-inner">
          <span className="brand">{say(words.product)}</span>
          <nav className="nav">
            <NavLink to="/clues" end={false}>{say(words.clues)}</NavLink>
            <NavLink to="/cases">{say(words.cases)}</NavLink>
            <NavLink to="/intake">{say(words.intake)}</NavLink>
            <NavLink to="/ledger">{say(ledgerWords.title)}</NavLink>
            <NavLink to="/figures">{say(figureWords.title)}</NavLink>
            <StuckLink />
          </nav>
          <ActorSwitcher />
          <Button type="text" className="speak" aria-label={say(words.switchLanguage)} onClick={() => speak(language === 'zh' ? 'en' : 'zh')}>{say(words.otherLanguage)}</Button>
        </div>
      </Layout.Header>
      <Layout.Content id="content" className="content" tabIndex={-1}><PageGuard at={pathname}><Outlet /></PageGuard></Layout.Content>
    </Layout>
  );
};
