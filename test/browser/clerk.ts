import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as driver, type Locator, type Page } from 'playwright-core';
import { chromium } from '../support';

/** Without the flags, Chromium looks for hosts of its own at every start. */
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Somebody at the console: says what is done there in the words that stand on the screen. */
export const clerk = async (address: string, folder: string) => {
  // Without a UTF-8 locale Chromium cannot find a file whose name is Chinese.
  const browser = await driver.launch({ executablePath: chromium() ?? '', args, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  page.setDefaultTimeout(15_000);
  const broken: string[] = [];
  page.on('pageerror', ({ message }) => broken.push(message));
  const seen = (locator: Locator): Locator => locator.locator('visible=true').first();
  const drawer = page.locator('.ant-drawer-content-wrapper');
  const field = (label: string, within: Page | Locator = page): Locator => seen(within.getByLabel(label));
  /** A list finds its place while it unfolds, and a click may then meet nothing: one sees that, and clicks again. */
  const pick = async (label: string, option: string, within: Page | Locator = page) => {
    const chosen = seen(within.locator('.ant-select', { has: page.getByLabel(label) }).filter({ hasText: option }));
    for (let tries = 1; tries <= 5; tries++) {
      await field(label, within).click();
      await seen(page.locator('.ant-select-item-option', { hasText: option })).click({ timeout: 3_000 }).catch(() => undefined);
      if (await chosen.waitFor({ timeout: 3_000 }).then(() => true, () => false)) return;
    }
    throw new Error(`'${option}' could not be chosen for '${label}': ${(await within.locator('.ant-select', { has: page.getByLabel(label) }).first().innerText())}`);
  };
  const written = (name: string): string => {
    const file = join(folder, `${name}.docx`);
    writeFileSync(file, `${name}正文`);
    return file;
  };
  /** The button at the end of the drawer's form. A form that stays open says why in its own words. */
  const sent = async () => {
    await drawer.locator('button[type=submit]').click();
    await drawer.waitFor({ state: 'hidden' }).catch(async () => {
      throw new Error(`the form stayed open: ${(await drawer.innerText()).replaceAll(/\s+/g, ' ')}`);
    });
  };
  return {
    page, broken, drawer, field, pick, sent,
    goTo: (path: string) => page.goto(`${address}${path}`),
    /** Who is at the keyboard from now on. */
    actAs: async (person: string) => {
      await pick('当前办理人', person);
      await page.locator('.actor', { hasText: person }).waitFor();
      // While it folds away, its offices could be taken for those of the next list.
      await seen(page.locator('.ant-select-dropdown')).waitFor({ state: 'hidden' });
    },
    date: async (label: string, date: string) => {
      await field(label).fill(date);
      await page.keyboard.press('Enter');
    },
    answer: (question: string, option: string, within: Page | Locator = page) => seen(within.locator('.ant-form-item', { hasText: question }).locator('.ant-radio-wrapper', { hasText: option })).click(),
    /** One more of several options whose list is open. */
    choose: (option: string) => seen(page.locator('.ant-select-item-option', { hasText: option })).click(),
    press: (name: string | RegExp, within: Page | Locator = page) => seen(within.getByRole('button', { name })).click(),
    persons: async (label: string, names: readonly string[]) => {
      for (const name of names) {
        await field(label, drawer).fill(name);
        await page.keyboard.press('Enter');
      }
    },
    /** Hands in a file of that kind; what is in it stays here. */
    paper: async (kind: string, within: Page | Locator = drawer) => {
      const paper = seen(within.locator('.paper', { hasText: kind }));
      await paper.locator('input[type=file]').setInputFiles(written(kind));
      await paper.getByText('更换').waitFor();
    },
    /** A file that is no paper of the step itself: a signed sheet. */
    file: async (label: string, name: string) => {
      const item = drawer.locator('.ant-form-item', { hasText: label });
      await item.locator('input[type=file]').setInputFiles(written(name));
      await item.getByText('更换').waitFor();
    },
    /** A step's button, its form, and the button at the end of it. */
    step: async (name: string, fill: () => Promise<void>) => {
      await page.getByRole('button', { name, exact: true }).click();
      await drawer.locator('.form-end').waitFor();
      await fill();
      await sent();
    },
    submit: () => seen(page.locator('button[type=submit]')),
    standsAt: (stage: string) => page.locator('.progress .here', { hasText: stage }).waitFor(),
    leave: () => browser.close(),
  };
};
export type Clerk = Awaited<ReturnType<typeof clerk>>;
