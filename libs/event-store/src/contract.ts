import { answers } from './contract/answers';
import { dense } from './contract/dense';
import type { Open } from './contract/given';
import { stated } from './contract/limits';
import { order } from './contract/order';
import { reading } from './contract/reading';

/** What every adapter of the event store keeps, as a jest suite. */
export const eventStoreContract = (name: string, open: Open): void => {
  describe(`the ${name} event store`, () => {
    describe('answers every append', () => answers(open));
    describe('gives back what was stored', () => reading(open));
    describe('states its limits', () => stated(open));
    describe('keeps one order', () => order(open));
  });
};

/** The same of an adapter whose positions count events. */
export const densePositions = (name: string, open: Open): void => describe(`the positions of the ${name} event store`, () => dense(open));
