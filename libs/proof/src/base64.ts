/** RFC 4648 §4, and nothing that merely decodes to the same bytes. */
export const bytesOf = (text: string, length?: number): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text && (length === undefined || bytes.length === length) ? bytes : undefined;
};
