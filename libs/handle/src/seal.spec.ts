import type { StoredEvent } from '@anjuan/event-store';
import { keys } from '../test/office';
import { bodyHash, canonical } from './canonical';
import { installationKeys } from './keys';
import { isSealed, openerOf, seal, unseal } from './seal';

const place = { stream: 'clue-a', step: 'registerAccusation', field: 'informantName' };

describe('a sealed value', () => {
  it('opens where it was sealed and nowhere else', () => {
    const value = seal(keys, place, '举报人甲');
    expect(isSealed(value)).toBe(true);
    expect(unseal(keys, place, value)).toBe('举报人甲');
    for (const moved of [{ ...place, stream: 'clue-b' }, { ...place, field: 'title' }, { ...place, step: 'correct' }]) expect(() => unseal(keys, moved, value)).toThrow();
    expect(() => unseal(installationKeys('08'.repeat(32)), place, value)).toThrow('cannot be opened');
    const flipped = value.slice(0, -6) + (value.at(-6) === 'A' ? 'B' : 'A') + value.slice(-5);
    expect(() => unseal(keys, place, flipped)).toThrow();
  });

  it('looks different each time', () => expect(seal(keys, place, 'x')).not.toBe(seal(keys, place, 'x')));

  it('opens in the facts that came from it', () => {
    const name = seal(keys, { ...place, step: 'registerAccusation' }, '举报人甲');
    const corrected = seal(keys, { ...place, step: 'correct', field: 'new' }, '举报人乙');
    const events = [
      { stream: 'clue-a', row: 'registerAccusation', sealed: ['k'], data: { asked: { informantName: name } } },
      { stream: 'clue-a', type: 'FactCorrected', sealed: ['k'], data: { field: 'informantName', new: corrected } },
    ] as unknown as StoredEvent[];
    expect(openerOf(keys, events)({ was: [name], now: corrected, plain: 'sealed:v1:none' })).toEqual({ was: ['举报人甲'], now: '举报人乙', plain: 'sealed:v1:none' });
  });

  it('never tells the key file’s text when it is wrong', () => expect(() => installationKeys('secret')).toThrow('found 6 characters'));
});

describe('the hash of a command', () => {
  const command = { id: '1', stream: 'clue-a', name: 'x', asked: { a: 1, b: [{ d: 1, c: '二' }] }, actor: { person: 'p', office: 'o', post: 'q' } };

  it('does not depend on the order of keys, nor on what is left out', () => {
    expect(bodyHash(keys, { ...command, asked: { b: [{ c: '二', d: 1 }], a: 1, e: undefined }, papers: [] })).toBe(bodyHash(keys, command));
  });

  it('depends on everything else, and on the key', () => {
    const hashes = [command, { ...command, actor: { ...command.actor, post: 'another' } }, { ...command, papers: [{ kind: 'x', title: 'x', sha256: 'a'.repeat(64) }] }, { ...command, name: 'y' }, { ...command, stream: 'clue-b' }, { ...command, on: '2026-01-01' }, { ...command, asked: { a: '1' } }].map((each) => bodyHash(keys, each));
    expect(new Set([...hashes, bodyHash(installationKeys('08'.repeat(32)), command)]).size).toBe(8);
  });

  it('tells lists, texts and numbers apart', () => expect(new Set([[1], '[1]', { 0: 1 }, null, '', 0].map(canonical)).size).toBe(6));
});
