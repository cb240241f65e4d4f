import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config';

it('a file of witnesses that is no policy is named, with the line as it stands in that file', () => {
  const home = mkdtempSync(join(tmpdir(), 'anjuan-notary-config-'));
  try {
    const [key, policy] = [join(home, 'key'), join(home, 'witnesses.txt')];
    writeFileSync(key, 'ab'.repeat(32));
    const read = (text: string) => {
      writeFileSync(policy, text);
      return readConfig({ DATABASE_URL: 'postgres://127.0.0.1/x', ANJUAN_HOME: home, ANJUAN_KEY_FILE: key, ANJUAN_WITNESS_POLICY: policy }).places.witnesses;
    };
    expect(read('# nobody yet\nquorum none\n')).toBe('# nobody yet\nquorum none\n');
    expect(() => read('# the audit office\nquorum w1\n')).toThrow(`ANJUAN_WITNESS_POLICY ${policy}: policy, line 2: w1 is not defined above`);
  } finally {
    rmSync(home, { recursive: true });
  }
});
