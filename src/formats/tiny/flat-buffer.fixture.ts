/** Fields of a table by number in the schema. */
export type Fields = Readonly<Record<number, Field>>;
type Field =
  | { readonly number: number }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly numbers: readonly number[] }
  | { readonly table: Fields }
  | { readonly tables: readonly Fields[] }
  /** A vector whose elements all point to one table. */
  | { readonly shared: Fields; readonly times: number };

/** Writes a FlatBuffer in which parents precede children and every scalar has four bytes. */
export function writeFlatBuffer(identifier: string, root: Fields): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [0, 0, 0, 0, ...new TextEncoder().encode(identifier)];
  writeOffset(0, writeTable(root));
  return Uint8Array.from(bytes);

  /** Returns the offset of the table. */
  function writeTable(fields: Fields): number {
    const last = Math.max(-1, ...Object.keys(fields).map(Number));
    const vtableStart = bytes.length;
    const length = 4 + 2 * (last + 1);
    push16(length, 4 + 4 * (last + 1));
    for (let field = 0; field <= last; field++) push16(fields[field] === undefined ? 0 : 4 + 4 * field);
    if (bytes.length % 4) push16(0);
    const start = bytes.length;
    push32(start - vtableStart);
    for (let field = 0; field <= last; field++) push32(0);
    for (const [number, field] of Object.entries(fields)) writeField(start + 4 + 4 * Number(number), field);
    return start;
  }

  function writeField(slot: number, field: Field): void {
    if ('number' in field) write32(slot, field.number);
    else if ('table' in field) writeOffset(slot, writeTable(field.table));
    else writeOffset(slot, writeVector(field));
  }

  function writeVector(field: Exclude<Field, { number: number } | { table: Fields }>): number {
    while (bytes.length % 4) bytes.push(0);
    const start = bytes.length;
    if ('tables' in field) {
      push32(field.tables.length, ...field.tables.map(() => 0));
      for (const [index, child] of field.tables.entries()) writeOffset(start + 4 + 4 * index, writeTable(child));
      return start;
    }
    if ('shared' in field) {
      push32(field.times);
      for (let index = 0; index < field.times; index++) push32(0);
      const child = writeTable(field.shared);
      for (let index = 0; index < field.times; index++) writeOffset(start + 4 + 4 * index, child);
      return start;
    }
    if ('numbers' in field) {
      push32(field.numbers.length, ...field.numbers);
      return start;
    }
    const content = 'text' in field ? new TextEncoder().encode(field.text) : field.bytes;
    push32(content.length);
    for (const byte of content) bytes.push(byte);
    bytes.push(0);
    while (bytes.length % 4) bytes.push(0);
    return start;
  }

  function push16(...values: number[]): void {
    for (const value of values) bytes.push(value & 255, (value >> 8) & 255);
  }
  function push32(...values: number[]): void {
    for (const value of values) bytes.push(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
  }
  function write32(address: number, value: number): void {
    for (let byte = 0; byte < 4; byte++) bytes[address + byte] = (value >> (8 * byte)) & 255;
  }
  /** Offsets are relative to their own position. */
  function writeOffset(slot: number, target: number): void {
    write32(slot, target - slot);
  }
}
