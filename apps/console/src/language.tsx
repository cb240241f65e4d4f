import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { ConfigProvider } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Text } from './words';
import { recall, remember } from './remember';
import { theme } from './theme';

export type Language = 'zh' | 'en';
/** Says a text in the language chosen; `{name}` in it is filled from `with`. */
export type Say = (text: Text | undefined, fill?: Readonly<Record<string, string | number>>) => string;

type Spoken = {
  readonly language: Language;
  readonly speak: (language: Language) => void;
  readonly say: Say;
  /** Punctuation is part of a language too. */
  readonly list: (parts: readonly string[]) => string;
  readonly colon: string;
  readonly aside: (text: string) => string;
};

const Spoken = createContext<Spoken | undefined>(undefined);

const sayIn = (language: Language): Say => (text, fill = {}) =>
  Object.entries(fill).reduce((line, [name, value]) => line.replaceAll(`{${name}}`, String(value)), text?.[language] ?? '');

/** Chinese first. Switching keeps every form as it stands: nothing below is mounted again. */
export const LanguageProvider = ({ children }: { children: ReactNode }) => {
  const [language, setLanguage] = useState<Language>(() => (recall('language') === 'en' ? 'en' : 'zh'));
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const spoken = useMemo<Spoken>(() => ({
    language,
    speak: (chosen) => {
      remember('language', chosen);
      setLanguage(chosen);
    },
    say: sayIn(language),
    list: (parts) => parts.join(language === 'zh' ? '、' : ', '),
    colon: language === 'zh' ? '：' : ': ',
    aside: (inner) => (language === 'zh' ? `（${inner}）` : ` (${inner})`),
  }), [language]);
  return (
    <Spoken value={spoken}>
      <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>{children}</ConfigProvider>
    </Spoken>
  );
};

export const useLanguage = (): Spoken => {
  const spoken = use(Spoken);
  if (!spoken) throw new Error('useLanguage outside of LanguageProvider');
  return spoken;
};

export const useSay = (): Say => useLanguage().say;
