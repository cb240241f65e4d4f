/** 0, 1, 2 … below n. */
export const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
