/** Choices of this browser (language, who is at the keyboard). Never anything of a matter: that stays in memory. */
export const remember = (name: string, value: string): void => {
  try {
    localStorage.setItem(`anjuan.${name}`, value);
  } catch {
    // A browser that forbids storage forgets the choice; nothing else depends on it.
  }
};

export const recall = (name: string): string | undefined => {
  try {
    return localStorage.getItem(`anjuan.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
};
