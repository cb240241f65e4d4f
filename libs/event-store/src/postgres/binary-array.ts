/**
 * Arrays in Postgres's binary form, which the driver sends as it gets them: written once, read without looking for quotes.
 * `dims, has nulls, element type, length, lower bound`, then each element behind its length.
 */
const header = (oid: number, length: number, nulls: boolean, body: number): Buffer => {
  const buffer = Buffer.allocUnsafe(20 + body);
  for (const [i, word] of [1, nulls ? 1 : 0, oid, length, 1].entries()) buffer.writeInt32BE(word, 4 * i);
  return buffer;
};

const int4 = 23;
const uuid = 2950;
const longest = 3;

/** Of a type that is sent as its text in UTF-8. */
const ofTexts = (oid: number) => (values: readonly (string | null)[]): Buffer => {
  let room = 0;
  for (const value of values) room += 4 + (value === null ? 0 : longest * value.length);
  const buffer = header(oid, values.length, values.includes(null), room);
  let at = 20;
  for (const value of values) {
    const size = value === null ? -1 : buffer.write(value, at + 4);
    buffer.writeInt32BE(size, at);
    at += 4 + Math.max(0, size);
  }
  return buffer.subarray(0, at);
};

export const textArray = ofTexts(25);
/** Taken as JSON at once, and not copied as a text first. */
export const jsonArray = ofTexts(114);

export const uuidArray = (values: readonly string[]): Buffer => {
  const buffer = header(uuid, values.length, false, 20 * values.length);
  for (const [i, value] of values.entries()) {
    buffer.writeInt32BE(16, 20 + 20 * i);
    buffer.write(value.replaceAll('-', ''), 24 + 20 * i, 'hex');
  }
  return buffer;
};

export const intArray = (values: readonly number[]): Buffer => {
  const buffer = header(int4, values.length, false, 8 * values.length);
  values.forEach((value, i) => {
    buffer.writeInt32BE(4, 20 + 8 * i);
    buffer.writeInt32BE(value, 24 + 8 * i);
  });
  return buffer;
};
