/**
 * For fault tests: dies without a last word at the named point (`point` or `point:n`, the n-th time it is passed), as a
 * machine does. Undefined: never.
 */
export const crashAt = (wanted: string | undefined) => {
  const [point, n = '1'] = wanted?.split(':') ?? [];
  let left = Number(n);
  return (passed: string): void => {
    if (passed === point && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
};
