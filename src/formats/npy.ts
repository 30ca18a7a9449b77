import { arrayTypes, countElements, type DataType, type Tensor } from '#core/engine/tensor.ts';

/** NumPy's type codes, little-endian: https://numpy.org/doc/stable/reference/arrays.interface.html */
const types: Readonly<Record<string, Exclude<DataType, 'string'>>> = {
  '<f4': 'float32',
  '<f8': 'float64',
  '<f2': 'float16',
  '|i1': 'int8',
  '|u1': 'uint8',
  '<i2': 'int16',
  '<u2': 'uint16',
  '<i4': 'int32',
  '<u4': 'uint32',
  '<i8': 'int64',
  '<u8': 'uint64',
  '|b1': 'bool',
};
const magic = '\u0093NUMPY';

/**
 * Reads a row-major array written by `numpy.save`
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 * @returns `null` if the file has another format or element type, or is big-endian, in Fortran order or truncated
 */
export function readNpy(file: Uint8Array): Tensor | null {
  const decodeLatin1 = (start: number, end: number) => String.fromCharCode(...file.subarray(start, end));
  if (decodeLatin1(0, magic.length) !== magic) return null;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [major, lengthBytes] = [file[6] ?? 0, (file[6] ?? 0) > 1 ? 4 : 2];
  const start = 8 + lengthBytes;
  if (major < 1 || file.length < start) return null;
  const end = start + (lengthBytes === 4 ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = decodeLatin1(start, end);
  const dtype = types[/'descr': '([^']*)'/.exec(header)?.[1] ?? ''];
  const dims = /'shape': \(([^)]*)\)/.exec(header)?.[1];
  if (!dtype || dims === undefined || !header.includes("'fortran_order': False")) return null;
  const shape = dims
    .split(',')
    .map((size) => size.trim())
    .filter(Boolean)
    .map(Number);
  const ArrayType = arrayTypes[dtype];
  const bytes = countElements(shape) * ArrayType.BYTES_PER_ELEMENT;
  if (file.length - end < bytes) return null;
  return { dtype, shape, data: new ArrayType(new Uint8Array(file.subarray(end, end + bytes)).buffer) } as Tensor;
}
