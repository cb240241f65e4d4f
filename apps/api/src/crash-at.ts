/** Dies without a last word at the named point, as a machine does. */
export const crashAt = (wanted: string | undefined) => {
  const [point, n = '1'] = wanted?.split(':') ?? [];
  let left = Number(n);
  return (passed: string): void => {
    if (passed === point && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
};
