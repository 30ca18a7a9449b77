import type { ByteSource } from '#core/model/model.ts';
import type { GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers } from '#formats/onnx/onnx-model.ts';
import { quantiseToSymmetricInt8 } from '#optimise/schemes/int8-weights.ts';
import { createLazyBytes, createLazyRows } from '#optimise/lazy-bytes.ts';
import { LastResultCache } from '../last-result-cache.ts';
import { Int8Activations } from './int8-activations.ts';
import { requireFinite } from '../require-finite.ts';
import { forEachRowChunk, type Rows } from '../matrix-rows.ts';
import { rotateRows } from './rotation.ts';

/** A representation of matrices in a graph, with the nodes that multiply by them. */
export interface MatrixForm {
  /**
   * Adds the product of `x` [.., width] and the transpose of a matrix [rows, width]. Returns the name of [.., rows].
   */
  addProduct(x: string, name: string, matrix: Rows, output?: string): string;
  /** Adds a lookup of the rows of `matrix` at `indices` [..]. Returns the name of [.., width]. */
  addEmbedding(indices: string, name: string, matrix: Rows): string;
  /** Like `addProduct`, for a matrix that `addEmbedding` has already stored under this name. */
  addTiedProduct(x: string, name: string, matrix: Rows, output: string): string;
}

/** Float32, or 8-bit weights (`w8`) and activations (`a8`). */
export const matrixForms = {
  float32: createFloat32Form,
  w8a8: createInt8Form,
} as const satisfies Readonly<Record<string, (builder: GraphBuilder) => MatrixForm>>;
export type MatrixFormId = keyof typeof matrixForms;

function createFloat32Form(builder: GraphBuilder): MatrixForm {
  const lastResult = new LastResultCache();
  return {
    addProduct(x, name, matrix, output) {
      const { rows, width } = matrix;
      const bytes = createLazyBytes(rows * width * 4, async (start, end) => {
        const values = await lastResult.get(matrix, () => transposeRows(matrix, new Float32Array(rows * width)));
        return toBytes(values).subarray(start, end);
      });
      return builder.node('MatMul', [x, builder.stored(name, 'float32', [width, rows], bytes)], {}, output);
    },
    addEmbedding(indices, name, matrix) {
      const { rows, width, read } = matrix;
      const bytes = createLazyRows(rows, width * 4, async (start, end) => toBytes(await read(start, end)));
      return builder.node('Gather', [builder.stored(name, 'float32', [rows, width], bytes), indices]);
    },
    addTiedProduct: (x, name, _matrix, output) =>
      builder.node('MatMul', [x, builder.node('Transpose', [name], { perm: [1, 0] })], {}, output),
  };
}

/**
 * Creates the form with rotated int8 weights, one scale per row, and activations quantised at run time with one scale
 * per token. A single scale for all tokens would double the perplexity of SmolLM2, whose first token is far larger than
 * the others.
 */
function createInt8Form(builder: GraphBuilder): MatrixForm {
  const lastResult = new LastResultCache();
  const activations = new Int8Activations(builder);
  return {
    addProduct(x, name, matrix, output) {
      const { rows, width } = matrix;
      const prepareMatrix = () => lastResult.get(matrix, () => transposeInt8(rotateRows(matrix), name));
      const createSource = (
        size: number,
        selectBytes: (matrix: TransposedInt8) => Uint8Array<ArrayBuffer>,
      ): ByteSource =>
        createLazyBytes(size, async (start, end) => selectBytes(await prepareMatrix()).subarray(start, end));
      const levels = builder.stored(
        `${name}_levels`,
        'int8',
        [width, rows],
        createSource(rows * width, ({ levels }) => toBytes(levels)),
      );
      const scales = builder.stored(
        `${name}_scales`,
        'float32',
        [rows],
        createSource(rows * 4, ({ scales }) => toBytes(scales)),
      );
      return activations.addProduct(x, width, levels, scales, output);
    },
    addEmbedding(indices, name, matrix) {
      const { rows, width } = matrix;
      const { read } = rotateRows(matrix);
      const quantise = async (start: number, end: number) =>
        quantiseRows(requireFinite(await read(start, end), name), width);
      const levels = createLazyRows(rows, width, async (start, end) => toBytes((await quantise(start, end)).data));
      const scales = createLazyRows(rows, 4, async (start, end) => toBytes((await quantise(start, end)).scales));
      builder.stored(`${name}_levels`, 'int8', [rows, width], levels);
      builder.stored(`${name}_scales`, 'float32', [rows, 1], scales);
      const embedded = builder.node('Cast', [builder.node('Gather', [`${name}_levels`, indices])], {
        to: dataTypeNumbers.float32,
      });
      return activations.rotate(
        builder.node('Mul', [embedded, builder.node('Gather', [`${name}_scales`, indices])]),
        width,
      );
    },
    addTiedProduct(x, name, { rows, width }, output) {
      const levels = builder.node('Transpose', [`${name}_levels`], { perm: [1, 0] });
      const scales = builder.node('Reshape', [`${name}_scales`, builder.integers(`${name}_rows`, [rows])]);
      return activations.addProduct(x, width, levels, scales, output);
    },
  };
}

interface TransposedInt8 {
  readonly levels: Int8Array<ArrayBuffer>;
  /** [rows] */
  readonly scales: Float32Array<ArrayBuffer>;
}

async function transposeInt8(matrix: Rows, name: string): Promise<TransposedInt8> {
  const { rows, width } = matrix;
  const [levels, scales] = [new Int8Array(rows * width), new Float32Array(rows)];
  await forEachRowChunk(matrix, (values, first) => {
    const quantisedRows = quantiseRows(requireFinite(values, name), width);
    scales.set(quantisedRows.scales, first);
    transposeInto(levels, quantisedRows.data, first, matrix);
  });
  return { levels, scales };
}

const quantiseRows = (values: Float32Array, width: number) =>
  quantiseToSymmetricInt8(values, { channels: values.length / width, inner: width }, 'int8');

async function transposeRows(matrix: Rows, result: Float32Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>> {
  await forEachRowChunk(matrix, (values, first) => transposeInto(result, values, first, matrix));
  return result;
}

/** Copies rows of a matrix, starting with row `first`, into its transpose. */
function transposeInto<A extends Float32Array | Int8Array | Uint8Array>(
  result: A,
  values: A,
  first: number,
  { rows, width }: Rows,
): void {
  for (let row = 0, index = 0; index < values.length; row++)
    for (let column = 0; column < width; column++, index++) result[column * rows + first + row] = values[index]!;
}

function toBytes({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
