/** How far something is, how fast it goes, and when it will be done at that rate. */
export const pace = (zh: string, en: string, began = Date.now()) => (done: number, all: number): string => {
  const seconds = Math.max(0.001, (Date.now() - began) / 1_000);
  const rate = done / seconds;
  return `${zh} ${en}: ${done} / ${all} (${all === 0 ? 100 : Math.floor((100 * done) / all)} %)，${Math.round(rate)}/s，剩 left ${rate === 0 ? '?' : Math.ceil((all - done) / rate)} s`;
};
