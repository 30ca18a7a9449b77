import { createSeededRandom } from '#core/random.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { OptionSpecs } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten } from '../optimisation-step.ts';
import { isFinite32 } from './int8-weights.ts';
import { readMatrix, transpose, type Matrix } from './matrix-algebra.ts';
import { defineScheme } from './define-scheme.ts';
import { selectNodes, createSelectionSpecs } from './node-selection.ts';

const specs = {
  keptWeights: { kind: 'number', min: 0.05, max: 0.95, default: 0.5 },
  ...createSelectionSpecs(['MatMul', 'Gemm']),
} as const satisfies OptionSpecs;

/** The error is then within a percent of the least possible one, also for random matrices (`low-rank.test.ts`). */
const rounds = 6;

/**
 * Replaces the matrix of a product by two narrower ones, whose product is nearest to it: a smaller file and fewer
 * operations, if the matrix is close to one of a low rank. Options: `keptWeights` (the fraction of the weights that is
 * kept, which determines the rank), `operators`, `excludedNodes`.
 *
 * Facts: `nodes`, the number replaced, and `skipped`, those whose weights are computed, shared, not finite, or too few.
 */
export const lowRank = defineScheme('low-rank', specs, async (graph, { signal, onProgress }, options) => {
  const selectedNodes = selectNodes(graph, options);
  let nodes = 0;
  for (const [index, node] of selectedNodes.entries()) {
    signal?.throwIfAborted();
    const matrix = await readMatrix(node, graph);
    const rank = matrix ? rankFor(matrix, options.keptWeights) : 0;
    if (matrix && rank > 0 && graph.findOnlyConsumer(matrix.name) === node && isFinite32(matrix.data)) {
      replaceByTwo(node, graph, matrix, rank);
      nodes++;
    }
    onProgress?.((index + 1) / selectedNodes.length);
  }
  return reportRewritten(nodes === 0 ? {} : { nodes, skipped: selectedNodes.length - nodes });
});

function rankFor({ rows, columns }: Matrix, keptWeights: number): number {
  return Math.floor((keptWeights * rows * columns) / (rows + columns));
}

function replaceByTwo(node: Node, graph: Rewriter, matrix: Matrix, rank: number): void {
  const { name, rows, columns, bias } = matrix;
  const { left, right } = factorise(matrix, rank);
  const [x = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const inner = graph.name(`${output}/inner`);
  const product = bias === null ? output : graph.name(`${output}/product`);
  const makeNode = (opType: string, inputs: string[], result: string) =>
    createNode({ name: graph.name(`${result}/${opType}`), opType, inputs, outputs: [result] });
  const [first, second] = [
    graph.add(`${name}/left`, { dtype: 'float32', shape: [rows, rank], data: left }),
    graph.add(`${name}/right`, { dtype: 'float32', shape: [rank, columns], data: right }),
  ];
  graph.replace(node, [
    makeNode('MatMul', [x, first], inner),
    makeNode('MatMul', [inner, second], product),
    ...(bias === null ? [] : [makeNode('Add', [product, bias], output)]),
  ]);
}

/**
 * Two matrices whose product approximates one: an orthonormal basis of the space that its first singular vectors span,
 * by orthogonal iteration (G. Golub and C. Van Loan, “Matrix Computations”, section 8.2), and the matrix in this basis.
 * @returns [rows, rank] and [rank, columns]
 */
export function factorise({ data, rows, columns }: Pick<Matrix, 'data' | 'rows' | 'columns'>, rank: number) {
  const turned = transpose(data, rows, columns);
  const random = createSeededRandom(1);
  // Vectors are rows, so loops run over neighbours.
  let right = Float32Array.from({ length: rank * columns }, () => random() - 0.5);
  let left = new Float32Array(rank * rows);
  for (let round = 0; round < rounds; round++) {
    left = orthonormalise(multiply(right, turned, rank, columns, rows), rank, rows);
    right = multiply(left, data, rank, rows, columns);
    if (round < rounds - 1) right = orthonormalise(right, rank, columns);
  }
  return { left: transpose(left, rank, rows), right };
}

/** [rows, inner] times [inner, columns]. */
function multiply(a: Float32Array, b: Float32Array, rows: number, inner: number, columns: number) {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const line = result.subarray(row * columns, (row + 1) * columns);
    for (let index = 0; index < inner; index++) {
      const factor = a[row * inner + index]!;
      const other = b.subarray(index * columns, (index + 1) * columns);
      for (let column = 0; column < columns; column++) line[column]! += factor * other[column]!;
    }
  }
  return result;
}

/** Makes rows orthonormal, by the modified method of Gram and Schmidt, twice. Changes `vectors`. */
function orthonormalise(vectors: Float32Array<ArrayBuffer>, rows: number, width: number): Float32Array<ArrayBuffer> {
  const getVector = (row: number) => vectors.subarray(row * width, (row + 1) * width);
  for (let row = 0; row < rows; row++) {
    const rowVector = getVector(row);
    for (let pass = 0; pass < 2; pass++)
      for (let before = 0; before < row; before++) {
        const other = getVector(before);
        const share = computeDotProduct(rowVector, other);
        for (let index = 0; index < width; index++) rowVector[index]! -= share * other[index]!;
      }
    const length = Math.sqrt(computeDotProduct(rowVector, rowVector));
    // Of a matrix of a lower rank, the other vectors do not count.
    for (let index = 0; index < width; index++) rowVector[index] = length > 1e-12 ? rowVector[index]! / length : 0;
  }
  return vectors;
}

function computeDotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
