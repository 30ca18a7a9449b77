import koffi from 'koffi';

/** An address in this process; 0 is the null pointer. */
export type Pointer = bigint;

/** Reads the elements of a C array of pointers. */
export function readPointers(address: Pointer, count: number): readonly Pointer[] {
  return count === 0 ? [] : [...new BigUint64Array(koffi.view(address, count * 8))];
}

/** Creates a C array of pointers. The caller keeps it referenced while native code reads it. */
export function toPointerArray(pointers: readonly Pointer[]): BigUint64Array {
  return BigUint64Array.from(pointers);
}

/** C strings and an array of pointers to them. The caller keeps both referenced while native code reads them. */
export interface StringArray {
  readonly pointers: BigUint64Array;
  readonly strings: readonly Buffer[];
}

export function toStringArray(texts: readonly string[]): StringArray {
  const strings = texts.map((text) => Buffer.from(`${text}\0`));
  return { strings, pointers: toPointerArray(strings.map((bytes) => koffi.address(bytes))) };
}

/** Reads a C string; empty for a null pointer. */
export function readString(address: Pointer): string {
  return address === 0n ? '' : koffi.decode.string(address);
}

/** Returns a view of the bytes at an address. The view must not be used after native code has freed them. */
export function readBytes(address: Pointer, length: number): Uint8Array<ArrayBuffer> {
  return length === 0 ? new Uint8Array() : new Uint8Array(koffi.view(address, length));
}

const referencedValues = new Set<unknown>();

/** Keeps a value from garbage collection while native code uses its address, until the work ends. */
export async function keepReferencedUntil<T>(work: Promise<T>, value: unknown): Promise<T> {
  referencedValues.add(value);
  try {
    return await work;
  } finally {
    referencedValues.delete(value);
  }
}
