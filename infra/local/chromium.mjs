import { existsSync } from 'node:fs';
import { isProgram, onPath, run } from './run.mjs';
import { during } from './say.mjs';

/** @returns {string | undefined} */
export const findChromium = () => ['/usr/bin/chromium'].find(isProgram) ?? onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome');

export const chromiumTodo = 'Install Chromium and a Chinese font (Debian, as root: `apt-get install chromium fonts-noto-cjk`), or put `chromium` on PATH.';

/**
 * Finds Chromium; on Debian, as root, installs it.
 * @returns {Promise<string | undefined>}
 */
export const getChromium = async () => {
  const found = findChromium();
  if (found || process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || !onPath('apt-get')) return found;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await during('Installing Chromium and a Chinese font with apt-get (once)', async () => {
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env });
  });
  return findChromium();
};
