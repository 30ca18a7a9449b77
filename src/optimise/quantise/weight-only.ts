import { Attributes } from '#formats/onnx/attributes.ts';
import { dataTypeNumbers, message, type Node } from '#formats/onnx/model.ts';
import { importDomain, microsoft, newNode } from '../nodes.ts';
import type { OptionSpecs, OptionValues } from '../options.ts';
import type { Rewriter } from '../rewriter.ts';
import { rewrittenIf } from '../step.ts';
import { packNibbles, quantiseBlocks, type BlockWeights } from './blockwise.ts';
import { isFinite32 } from './int8-weights.ts';
import { readMatrix, transposed } from './matrix.ts';
import { scheme } from './scheme.ts';
import { selectedNodes, selectionOf } from './selection.ts';

const specs = {
  bits: { kind: 'choice', values: [4, 8], default: 4 },
  blockSize: { kind: 'choice', values: [32, 64, 128], default: 32 },
  symmetric: { kind: 'flag', default: true },
  scales: { kind: 'choice', values: ['range', 'mse'], default: 'mse' },
  accuracyLevel: { kind: 'choice', values: [0, 1, 2, 3, 4], default: 0 },
  ...selectionOf(['MatMul', 'Gemm', 'Gather']),
} as const satisfies OptionSpecs;
type Options = OptionValues<typeof specs>;

/**
 * Stores the weights of matrix products and embeddings in blocks of 4 or 8 bits, each with a scale, for onnxruntime's
 * operators `MatMulNBits` and `GatherBlockQuantized`. Activations stay float32. Options: `bits` (4, 8), `blockSize` (32,
 * 64, 128), `symmetric`, `scales` (`range`, `mse`), `accuracyLevel` (0: the engine's default; 4: it may compute with int8
 * activations), `operators`, `excludedNodes`.
 *
 * Facts: `nodes`, the number quantised, and `skipped`, those whose weights are computed, or not finite.
 */
export const weightOnly = scheme('weight-only', specs, async (graph, { signal, onProgress }, options) => {
  const found = selectedNodes(graph, options);
  let nodes = 0;
  for (const [index, node] of found.entries()) {
    signal?.throwIfAborted();
    const quantise = node.opType === 'Gather' ? quantiseGather : quantiseProduct;
    if (await quantise(node, graph, options)) nodes++;
    onProgress?.((index + 1) / found.length);
  }
  if (nodes > 0) importDomain(graph.model, microsoft, 1);
  return rewrittenIf(nodes === 0 ? {} : { nodes, skipped: found.length - nodes });
});

async function quantiseProduct(node: Node, graph: Rewriter, options: Options): Promise<boolean> {
  const matrix = await readMatrix(node, graph);
  if (!matrix || matrix.data.length === 0 || !isFinite32(matrix.data)) return false;
  const { rows, columns, name, bias } = matrix;
  const { bits, blockSize, symmetric, accuracyLevel } = options;
  // MatMulNBits stores the matrix column by column.
  const weights = quantiseBlocks(transposed(matrix.data, rows, columns), rows, options);
  const { blocks, levels, scales, zeroPoints } = weights;
  const packed = bits === 4 ? packNibbles(levels, blockSize) : levels;
  const inputs = [
    node.inputs[0] ?? '',
    graph.add(`${name}/blocks`, { dtype: 'uint8', shape: [columns, blocks, (blockSize * bits) / 8], data: packed }),
    graph.add(`${name}/scales`, { dtype: 'float32', shape: [columns * blocks], data: scales }),
  ];
  if (!symmetric) {
    const data = bits === 4 ? packNibbles(zeroPoints, blocks) : zeroPoints;
    inputs.push(graph.add(`${name}/zero-points`, { dtype: 'uint8', shape: [data.length], data }));
  }
  const [output = ''] = node.outputs;
  const product = bias === null ? output : graph.name(`${output}/product`);
  const attributes = {
    K: rows,
    N: columns,
    bits,
    block_size: blockSize,
    ...(accuracyLevel > 0 && { accuracy_level: accuracyLevel }),
  };
  const made = newNode({
    name: graph.name(`${output}/MatMulNBits`),
    opType: 'MatMulNBits',
    domain: microsoft,
    inputs,
    outputs: [product],
    attributes,
  });
  const added =
    bias === null
      ? []
      : [newNode({ name: graph.name(`${output}/Add`), opType: 'Add', inputs: [product, bias], outputs: [output] })];
  graph.replace(node, [made, ...added]);
  return true;
}

async function quantiseGather(node: Node, graph: Rewriter, options: Options): Promise<boolean> {
  const [name = '', indices = ''] = node.inputs;
  const table = await graph.constant(name);
  const isTable = table?.shape.length === 2 && new Attributes(node).int('axis', 0) === 0;
  if (table?.dtype !== 'float32' || !isTable || !isFinite32(table.data)) return false;
  const [rows = 0, width = 0] = table.shape;
  // The operator packs two 4-bit numbers in a byte, and its blocks have whole bytes.
  if (table.data.length === 0 || width % options.blockSize !== 0) return false;
  const { bits, blockSize } = options;
  const weights = quantiseBlocks(table.data, width, options);
  const made = newNode({
    name: graph.name(`${node.outputs[0] ?? ''}/GatherBlockQuantized`),
    opType: 'GatherBlockQuantized',
    domain: microsoft,
    inputs: [...storeTable(graph, name, weights, { rows, width, bits }, indices)],
    outputs: node.outputs,
    attributes: { gather_axis: 0, quantize_axis: 1, block_size: blockSize, bits },
  });
  graph.replace(node, [made]);
  return true;
}

function storeTable(
  graph: Rewriter,
  name: string,
  { levels, scales, zeroPoints, blocks }: BlockWeights,
  { rows, width, bits }: { readonly rows: number; readonly width: number; readonly bits: 4 | 8 },
  indices: string,
): readonly [string, string, string, string] {
  const dataType = bits === 4 ? dataTypeNumbers.uint4 : dataTypeNumbers.uint8;
  const store = (part: string, dims: number[], numbers: Uint8Array) =>
    graph.addStored(
      message('TensorProto', {
        name: `${name}/${part}`,
        dims,
        dataType,
        rawData: bits === 4 ? packNibbles(numbers, numbers.length) : numbers,
      }),
    );
  return [
    store('blocks', [rows, width], levels),
    indices,
    graph.add(`${name}/scales`, { dtype: 'float32', shape: [rows, blocks], data: scales }),
    store('zero-points', [rows, blocks], zeroPoints),
  ];
}
