/** What a file system says, in words. */
const words: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  ENOENT: ['没有这个文件或文件夹', 'no such file or folder'],
  EACCES: ['没有读写它的权限', 'you may not read or write it'],
  EEXIST: ['已经存在，不予覆盖', 'it exists already and is not written over'],
  EISDIR: ['这是文件夹，请指明其中的文件', 'this is a folder: name a file in it'],
  ENOTDIR: ['路径中有一段不是文件夹', 'a part of the path is no folder'],
  ENOSPC: ['磁盘已满', 'the disk is full'],
};

/** What an error tells: one of the system its code and the file as well. */
const told = (error: unknown): Partial<NodeJS.ErrnoException> => Object(error) as Partial<NodeJS.ErrnoException>;

/** Why something could not be done. */
export const whyOf = (error: unknown): string => {
  const { code = '', message = String(error) } = told(error);
  const said = words[code];
  return said ? `${said[0]} / ${said[1]} (${code})` : message;
};

/** The same, where a file it stumbled over has not been named yet. */
export const reasonOf = (error: unknown): string => {
  const { code = '', path } = told(error);
  return `${path === undefined || !words[code] ? '' : `${path}: `}${whyOf(error)}`;
};
