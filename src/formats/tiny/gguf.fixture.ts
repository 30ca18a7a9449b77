/** Type numbers of the GGUF specification with a value of each. */
export type GgufEntry =
  | readonly [key: string, type: 'u8' | 'u32' | 'i32' | 'f32' | 'u64', value: number]
  | readonly [key: string, type: 'bool', value: boolean]
  | readonly [key: string, type: 'text', value: string]
  | readonly [key: string, type: 'texts', value: readonly string[]]
  | readonly [key: string, type: 'u32s', value: readonly number[]];

export interface TinyTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: number;
  readonly bytes: number;
}

const typeNumbers = { u8: 0, u32: 4, i32: 5, f32: 6, bool: 7, text: 8, u64: 10 };

/** Writes a GGUF file with zeros for weights. */
export function tinyGguf(
  entries: readonly GgufEntry[],
  tensors: readonly TinyTensor[] = [],
  version = 3,
): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [0x47, 0x47, 0x55, 0x46];
  number(version, 4);
  number(tensors.length, 8);
  number(entries.length, 8);
  for (const entry of entries) {
    text(entry[0]);
    value(entry);
  }
  let offset = 0;
  for (const tensor of tensors) {
    text(tensor.name);
    number(tensor.dims.length, 4);
    for (const size of tensor.dims) number(size, 8);
    number(tensor.type, 4);
    number(offset, 8);
    offset = Math.ceil((offset + tensor.bytes) / 32) * 32;
  }
  while (bytes.length % 32) bytes.push(0);
  return Uint8Array.from([...bytes, ...new Uint8Array(offset)]);

  function value([, type, content]: GgufEntry): void {
    if (type === 'texts' || type === 'u32s') {
      number(9, 4);
      number(type === 'texts' ? typeNumbers.text : typeNumbers.u32, 4);
      number(content.length, 8);
      for (const item of content) scalar(item);
    } else {
      number(typeNumbers[type], 4);
      if (type === 'f32') bytes.push(...new Uint8Array(Float32Array.of(content).buffer));
      else if (type === 'u8' || type === 'bool') bytes.push(Number(content));
      else if (type === 'u64') number(content, 8);
      else scalar(content);
    }
  }
  function scalar(item: string | number): void {
    if (typeof item === 'string') text(item);
    else number(item, 4);
  }
  function text(content: string): void {
    const encoded = new TextEncoder().encode(content);
    number(encoded.length, 8);
    bytes.push(...encoded);
  }
  function number(content: number, width: number): void {
    for (let byte = 0, rest = BigInt(content); byte < width; byte++, rest >>= 8n) bytes.push(Number(rest & 255n));
  }
}
