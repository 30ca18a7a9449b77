import type { ByteSource } from '#core/model/model.ts';
import { dequantise, type DecodableType } from '#formats/gguf/blocks/dequantise.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';

/** A float32 matrix [rows, width] whose rows are read from a file on demand. A vector is a single row. */
export interface Rows {
  readonly rows: number;
  readonly width: number;
  /** Reads the rows from `start` (inclusive) to `end` (exclusive). The caller owns the result. */
  read(start: number, end: number): Promise<Float32Array<ArrayBuffer>>;
}

/** A matrix with its stored type and bytes. */
export interface StoredRows extends Rows {
  readonly type: DecodableType;
  readonly bytes: ByteSource;
}

/**
 * Creates a matrix that decodes stored rows on demand.
 * @param bytes the bytes of the matrix; each row consists of whole blocks of the type
 */
export function createStoredRows(type: DecodableType, bytes: ByteSource, rows: number, width: number): StoredRows {
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

/** Concatenates matrices of the same width vertically. */
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

/** The number of values to read at once: 4 MiB of float32. Heuristic, not measured. */
const maxChunkValues = 2 ** 20;

/**
 * Reads a matrix in chunks of consecutive rows, which need little memory. `visit` receives the row-major values of each
 * chunk and the index of its first row.
 */
export async function forEachRowChunk(
  { rows, width, read }: Rows,
  visit: (values: Float32Array<ArrayBuffer>, firstRow: number) => void,
): Promise<void> {
  const chunkRows = Math.max(1, Math.floor(maxChunkValues / width));
  for (let row = 0; row < rows; row += chunkRows) visit(await read(row, Math.min(rows, row + chunkRows)), row);
}
