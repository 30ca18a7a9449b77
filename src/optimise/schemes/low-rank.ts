import { createSeededRandom } from '#core/random.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { OptionSpecs } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten } from '../optimisation-step.ts';
import { areFinite } from './int8-weights.ts';
import { readMatrix, transpose, type Matrix } from './matrix-algebra.ts';
import { defineScheme } from './define-scheme.ts';
import { selectNodes, createSelectionSpecs } from './node-selection.ts';

const specs = {
  keptWeights: { kind: 'number', min: 0.05, max: 0.95, default: 0.5 },
  ...createSelectionSpecs(['MatMul', 'Gemm']),
} as const satisfies OptionSpecs;

/**
 * With 6 iterations, the error is within one percent of the lowest possible, also for random matrices
 * (`low-rank.test.ts`).
 */
const iterationCount = 6;

/**
 * Replaces the weight matrix of a product by its low-rank factorisation, which has fewer weights and operations.
 * Accuracy suffers unless the matrix is close to low rank. Options: `keptWeights` (the remaining fraction of the
 * weights, which determines the rank), `operators`, `excludedNodes`.
 *
 * Facts: `nodes`, the number replaced, and `skipped`, those whose weights are computed, shared, not finite, or too few.
 */
export const lowRank = defineScheme('low-rank', specs, async (graph, { signal, onProgress }, options) => {
  const selectedNodes = selectNodes(graph, options);
  let nodes = 0;
  for (const [index, node] of selectedNodes.entries()) {
    signal?.throwIfAborted();
    const matrix = await readMatrix(node, graph);
    const rank = matrix ? computeRank(matrix, options.keptWeights) : 0;
    if (matrix && rank > 0 && graph.findOnlyConsumer(matrix.name) === node && areFinite(matrix.data)) {
      replaceByFactors(node, graph, matrix, rank);
      nodes++;
    }
    onProgress?.((index + 1) / selectedNodes.length);
  }
  return reportRewritten(nodes === 0 ? {} : { nodes, skipped: selectedNodes.length - nodes });
});

function computeRank({ rows, columns }: Matrix, keptWeights: number): number {
  return Math.floor((keptWeights * rows * columns) / (rows + columns));
}

function replaceByFactors(node: Node, graph: Rewriter, matrix: Matrix, rank: number): void {
  const { name, rows, columns, bias } = matrix;
  const { left, right } = factorise(matrix, rank);
  const [x = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const inner = graph.reserveName(`${output}/inner`);
  const product = bias === null ? output : graph.reserveName(`${output}/product`);
  const createOutputNode = (opType: string, inputs: string[], result: string) =>
    createNode({ name: graph.reserveName(`${result}/${opType}`), opType, inputs, outputs: [result] });
  const [first, second] = [
    graph.addInitializer(`${name}/left`, { dtype: 'float32', shape: [rows, rank], data: left }),
    graph.addInitializer(`${name}/right`, { dtype: 'float32', shape: [rank, columns], data: right }),
  ];
  graph.replace(node, [
    createOutputNode('MatMul', [x, first], inner),
    createOutputNode('MatMul', [inner, second], product),
    ...(bias === null ? [] : [createOutputNode('Add', [product, bias], output)]),
  ]);
}

/**
 * Approximates a matrix by the product of two factors: an orthonormal basis of its leading singular vectors, by
 * orthogonal iteration (G. Golub and C. Van Loan, “Matrix Computations”, section 8.2), and the matrix in this basis.
 * @returns `left` [rows, rank] and `right` [rank, columns]
 */
export function factorise({ data, rows, columns }: Pick<Matrix, 'data' | 'rows' | 'columns'>, rank: number) {
  const transposed = transpose(data, rows, columns);
  const random = createSeededRandom(1);
  // Vectors are stored as rows, for contiguous loops.
  let right = Float32Array.from({ length: rank * columns }, () => random() - 0.5);
  let left = new Float32Array(rank * rows);
  for (let iteration = 0; iteration < iterationCount; iteration++) {
    left = orthonormalise(multiply(right, transposed, rank, columns, rows), rank, rows);
    right = multiply(left, data, rank, rows, columns);
    if (iteration < iterationCount - 1) right = orthonormalise(right, rank, columns);
  }
  return { left: transpose(left, rank, rows), right };
}

/** Multiplies [rows, inner] by [inner, columns]. */
function multiply(a: Float32Array, b: Float32Array, rows: number, inner: number, columns: number) {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const resultRow = result.subarray(row * columns, (row + 1) * columns);
    for (let index = 0; index < inner; index++) {
      const factor = a[row * inner + index]!;
      const otherRow = b.subarray(index * columns, (index + 1) * columns);
      for (let column = 0; column < columns; column++) resultRow[column]! += factor * otherRow[column]!;
    }
  }
  return result;
}

/** Makes rows orthonormal by two passes of the modified Gram-Schmidt process. Changes `vectors`. */
function orthonormalise(vectors: Float32Array<ArrayBuffer>, rows: number, width: number): Float32Array<ArrayBuffer> {
  const getVector = (row: number) => vectors.subarray(row * width, (row + 1) * width);
  for (let row = 0; row < rows; row++) {
    const rowVector = getVector(row);
    for (let pass = 0; pass < 2; pass++)
      for (let previous = 0; previous < row; previous++) {
        const other = getVector(previous);
        const projection = computeDotProduct(rowVector, other);
        for (let index = 0; index < width; index++) rowVector[index]! -= projection * other[index]!;
      }
    const length = Math.sqrt(computeDotProduct(rowVector, rowVector));
    // If the matrix has a lower rank, the surplus vectors become 0.
    for (let index = 0; index < width; index++) rowVector[index] = length > 1e-12 ? rowVector[index]! / length : 0;
  }
  return vectors;
}

function computeDotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
