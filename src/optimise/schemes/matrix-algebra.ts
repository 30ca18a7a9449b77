import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import type { Rewriter } from '../rewriter.ts';

/** The stored right-hand side of a product, [rows, columns], row-major. The product sums over rows. */
export interface Matrix {
  /** The name of its initializer. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array<ArrayBuffer>;
  /** The name of the value that is added to the product, or `null`. */
  readonly bias: string | null;
}

/**
 * Reads the weights of a MatMul, or of a Gemm that only adds a bias. Returns `null` if they are computed or of another
 * type or rank, or if the Gemm scales or transposes its input.
 */
export async function readMatrix(node: Node, graph: Rewriter): Promise<Matrix | null> {
  const [, name = '', bias = ''] = node.inputs;
  const storedTensor = graph.findStored(name);
  if (storedTensor?.dims.length !== 2) return null;
  const weights = await graph.readConstant(name);
  if (weights?.dtype !== 'float32') return null;
  const [rows = 0, columns = 0] = weights.shape;
  const data = weights.data as Float32Array<ArrayBuffer>;
  if (node.opType === 'MatMul') return { name, rows, columns, data, bias: null };
  const attributes = new Attributes(node);
  const isScaled = attributes.float('alpha', 1) !== 1 || (bias !== '' && attributes.float('beta', 1) !== 1);
  if (isScaled || attributes.int('transA', 0) !== 0) return null;
  const common = { name, bias: bias === '' ? null : bias };
  if (attributes.int('transB', 0) === 0) return { ...common, rows, columns, data };
  return { ...common, rows: columns, columns: rows, data: transpose(data, rows, columns) };
}

/** Transposes a row-major matrix [rows, columns] into a copy [columns, rows]. */
export function transpose(data: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const transposed = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = data[row * columns + column]!;
  return transposed;
}
