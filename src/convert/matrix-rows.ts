import type { ByteSource } from '#core/model/model.ts';
import { dequantise, type DecodableType } from '#formats/gguf/blocks/dequantise.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';

/** A matrix [rows, width] in float32, read from a file row by row. A vector is one row. */
export interface Rows {
  readonly rows: number;
  readonly width: number;
  /** The rows from `start` to `end`, excluding it; owned by the caller. */
  read(start: number, end: number): Promise<Float32Array<ArrayBuffer>>;
}

/** A matrix as a file stores it. */
export interface StoredRows extends Rows {
  readonly type: DecodableType;
  readonly bytes: ByteSource;
}

/** @param bytes exactly the matrix; each row is whole blocks of the type */
export function readStoredRows(type: DecodableType, bytes: ByteSource, rows: number, width: number): StoredRows {
  const { block, bytes: blockBytes } = ggmlTypesByName[type];
  const rowBytes = (width / block) * blockBytes;
  return {
    rows,
    width,
    type,
    bytes,
    read: async (start, end) =>
      dequantise(type, new Uint8Array(await bytes.slice(start * rowBytes, end * rowBytes).arrayBuffer())),
  };
}

/** Matrices of one width below each other. */
export function concatRows(matrices: readonly Rows[]): Rows {
  const width = matrices[0]?.width ?? 0;
  return {
    rows: matrices.reduce((sum, { rows }) => sum + rows, 0),
    width,
    async read(start, end) {
      const values = new Float32Array((end - start) * width);
      let first = 0;
      for (const matrix of matrices) {
        const [from, to] = [Math.max(start, first), Math.min(end, first + matrix.rows)];
        if (from < to) values.set(await matrix.read(from - first, to - first), (from - start) * width);
        first += matrix.rows;
      }
      return values;
    },
  };
}

/** Values to have in memory at once, as float32: 4 MiB. */
const stepValues = 2 ** 20;

/** Reads a matrix in steps that need little memory. */
export async function forEachStep(
  { rows, width, read }: Rows,
  visit: (values: Float32Array<ArrayBuffer>, firstRow: number) => void,
): Promise<void> {
  const step = Math.max(1, Math.floor(stepValues / width));
  for (let row = 0; row < rows; row += step) visit(await read(row, Math.min(rows, row + step)), row);
}
