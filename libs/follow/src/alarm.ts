/** Waits for a ring or so many milliseconds. A ring while nobody waits ends the next wait at once. */
export const alarm = () => {
  let rung = false;
  let wake = () => {};
  return {
    ring: () => {
      rung = true;
      wake();
    },
    wait: async (ms: number) => {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      rung = false;
      wake = () => {};
    },
  };
};

export type Alarm = ReturnType<typeof alarm>;
