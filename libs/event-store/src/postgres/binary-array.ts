/** PostgreSQL's type numbers (`pg_type.oid`) of the elements that arrays are made of here. */
const oid = { text: 25, uuid: 2950, int4: 23, int2: 21, bytea: 17 };

/**
 * Arrays in PostgreSQL's binary format, which it takes without parsing: an array's literal is quoted and
 * unquoted character by character, at a cost of the same order as storing what it holds.
 */
export const textArray = (values: readonly string[]): Buffer => {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const { array, start } = frame(
    oid.text,
    values.length,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  let at = start;
  values.forEach((value, index) => {
    at = array.writeInt32BE(lengths[index]!, at);
    at += array.write(value, at);
  });
  return array;
};

/** Elements of one length, written in hexadecimal. */
const hexArray = (type: number, length: number, values: readonly string[]): Buffer => {
  const { array, start } = frame(type, values.length, length * values.length);
  let at = start;
  for (const value of values) {
    at = array.writeInt32BE(length, at);
    at += array.write(value, at, 'hex');
  }
  return array;
};

/** SHA-256 hashes in hexadecimal. */
export const hashArray = (values: readonly string[]): Buffer => hexArray(oid.bytea, 32, values);

export const uuidArray = (values: readonly string[]): Buffer =>
  hexArray(
    oid.uuid,
    16,
    values.map((value) => value.replaceAll('-', '')),
  );

export const int4Array = (values: readonly number[]): Buffer => {
  const { array, start } = frame(oid.int4, values.length, 4 * values.length);
  values.forEach((value, index) => array.writeInt32BE(value, array.writeInt32BE(4, start + 8 * index)));
  return array;
};

export const int2Array = (values: readonly number[]): Buffer => {
  const { array, start } = frame(oid.int2, values.length, 2 * values.length);
  values.forEach((value, index) => array.writeInt16BE(value, array.writeInt32BE(2, start + 6 * index)));
  return array;
};

/** Room for one dimension without nulls: its head is written, the elements go from `start` on, each behind its length. */
const frame = (type: number, count: number, bytes: number): { array: Buffer; start: number } => {
  const array = Buffer.allocUnsafe(20 + 4 * count + bytes);
  let at = array.writeInt32BE(count === 0 ? 0 : 1, 0);
  for (const word of [0, type, count, 1]) at = array.writeInt32BE(word, at);
  return { array, start: at };
};
