import { readFileSync } from 'node:fs';
import { parsePolicy, Unusable, type Policy } from '@anjuan/proof';
import { whyOf } from './reason';

/** Whatever is wrong with a file that was given is said with its name. */
export const named = async <T>(name: string, read: () => T | Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    throw new Unusable(`${name}: ${whyOf(error)}`);
  }
};

export const policyIn = (file: string, option = ''): Promise<Policy> => named(`${option}${file}`, () => parsePolicy(readFileSync(file, 'utf8')));
