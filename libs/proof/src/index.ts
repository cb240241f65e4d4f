export * from './hash';
export * from './tree';
export * from './prove';
export * from './note';
export * from './checkpoint';
