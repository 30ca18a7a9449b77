import { wire, type ProtoReader } from './protobuf.ts';
import type { PackedArrays, PackedKind } from './onnx-schema.ts';

type PackedArray = PackedArrays[PackedKind];

const arrays = {
  float32Array: Float32Array,
  float64Array: Float64Array,
  int32Array: Int32Array,
  int64Array: BigInt64Array,
  uint64Array: BigUint64Array,
} as const;

/** Selects the wire type of one element that is not packed. */
export function selectElementWireType(kind: PackedKind): number {
  if (kind === 'float32Array') return wire.fixed32;
  return kind === 'float64Array' ? wire.fixed64 : wire.varint;
}

/**
 * Reads the value of one key of a packed field: a list, or a single element if it is not packed. The result is a copy
 * whose size is computed before allocation.
 */
export function readPacked(kind: PackedKind, reader: ProtoReader, wireType: number, end: number): PackedArray {
  const listEnd = wireType === wire.bytes ? reader.readLength(end) + reader.position : null;
  if (kind === 'float32Array' || kind === 'float64Array') {
    if (listEnd !== null) return new arrays[kind](reader.copy(listEnd, arrays[kind].BYTES_PER_ELEMENT));
    return arrays[kind].of(kind === 'float32Array' ? reader.readFloat(end) : reader.readDouble(end));
  }
  const valuesEnd = listEnd ?? end;
  const count = listEnd === null ? 1 : reader.countVarints(listEnd);
  if (kind === 'int32Array') {
    const values = new Int32Array(count);
    for (let index = 0; index < count; index++) values[index] = reader.readInt32(valuesEnd);
    return values;
  }
  const values = new arrays[kind](count);
  for (let index = 0; index < count; index++) values[index] = reader.readInt64(valuesEnd);
  return values;
}

/** Concatenates the lists that were read for one field. */
export function joinPacked(kind: PackedKind, lists: readonly ArrayBufferView[]): PackedArray {
  return new arrays[kind](joinBytes(lists).buffer);
}

/** Concatenates the bytes of the views in a copy. */
export function joinBytes(views: readonly ArrayBufferView[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(views.reduce((sum, view) => sum + view.byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of views) {
    joined.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return joined;
}
