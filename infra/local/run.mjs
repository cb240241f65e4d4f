import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program as the shell would find it, or undefined. @type {(name: string) => string | undefined} */
export const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isProgram);

/** @type {(path: string) => boolean} */
export const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/**
 * Runs a program to its end. A failure throws with its first and last lines.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, uid?: number | undefined, gid?: number | undefined, noise?: RegExp, onLine?: (line: string) => void }} [how] `show` lets it write to our own output; `noise` is left out of the error.
 * @returns {Promise<string>} what it printed, unless shown
 */
export const run = (program, args, { cwd, env, show = false, uid, gid, noise, onLine } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd, env: env ?? process.env, ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }),
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    /** @type {string[]} */
    const out = [];
    /** @type {string[]} */
    const first = [];
    /** @type {string[]} */
    const last = [];
    /** @type {(chunk: Buffer) => void} */
    const hear = (chunk) => {
      for (const line of chunk.toString().split(/[\r\n]+/).filter((text) => text.trim() !== '')) {
        onLine?.(line);
        if (noise?.test(line)) continue;
        if (first.length < 6) first.push(line);
        else last.push(line);
        if (last.length > 25) last.shift();
      }
    };
    child.stdout?.on('data', (chunk) => { out.push(chunk.toString()); hear(chunk); });
    child.stderr?.on('data', hear);
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 ? resolve(out.join('')) : reject(new Error(`${program} ${args.slice(0, 3).join(' ')} ended with ${signal ?? `code ${code}`}${first.length ? `:\n  ${[...first, ...last].join('\n  ')}` : ''}`)),
    );
  });
