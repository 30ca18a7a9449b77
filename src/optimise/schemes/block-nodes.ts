import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { dataTypeNumbers, message, type Node } from '#formats/onnx/onnx-model.ts';
import { microsoft, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { packBits, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { quantiseBlocks } from './quantise-blocks.ts';
import { isFinite32 } from './int8-weights.ts';
import type { Matrix } from './matrix-algebra.ts';

interface Product {
  readonly matrix: Matrix;
  /** Of the transposed matrix: [columns, rows]. */
  readonly blocks: BlockWeights;
  /** What the product reads instead of its input; `null`: as before. */
  readonly input: string | null;
}

/**
 * Replaces a product by a MatMulNBits, with an Add if it has a bias.
 * @param before a node to add before it
 */
export function replaceByBlockProduct(
  node: Node,
  graph: Rewriter,
  { matrix: { name, rows, columns, bias }, blocks: weights, input }: Product,
  { bits, blockSize, symmetric, accuracyLevel }: BlockOptions & { readonly accuracyLevel: number },
  before?: Node,
): void {
  const { blocks, levels, scales, zeroPoints } = weights;
  const inputs = [
    input ?? node.inputs[0] ?? '',
    graph.add(`${name}/blocks`, {
      dtype: 'uint8',
      shape: [columns, blocks, (blockSize * bits) / 8],
      data: packBits(levels, blockSize, bits),
    }),
    graph.add(`${name}/scales`, { dtype: 'float32', shape: [columns * blocks], data: scales }),
  ];
  if (!symmetric) {
    const part = `${name}/zero-points`;
    if (zeroPoints instanceof Float32Array)
      inputs.push(graph.add(part, { dtype: 'float32', shape: [zeroPoints.length], data: zeroPoints }));
    else {
      const data = packBits(zeroPoints, blocks, bits);
      inputs.push(graph.add(part, { dtype: 'uint8', shape: [data.length], data }));
    }
  }
  const [output = ''] = node.outputs;
  const product = bias === null ? output : graph.name(`${output}/product`);
  const made = createNode({
    name: graph.name(`${output}/MatMulNBits`),
    opType: 'MatMulNBits',
    domain: microsoft,
    inputs,
    outputs: [product],
    attributes: {
      K: rows,
      N: columns,
      bits,
      block_size: blockSize,
      ...(accuracyLevel > 0 && { accuracy_level: accuracyLevel }),
    },
  });
  const nodes = before ? [before, made] : [made];
  if (bias !== null) {
    const add = { name: graph.name(`${output}/Add`), opType: 'Add', inputs: [product, bias], outputs: [output] };
    nodes.push(createNode(add));
  }
  graph.replace(node, nodes);
}

/**
 * Replaces the Gather of an embedding by a GatherBlockQuantized. Its zero points are integers, and it has 4 bits at least.
 * @returns whether it was possible
 */
export async function replaceGather(node: Node, graph: Rewriter, given: BlockOptions): Promise<boolean> {
  const [name = '', indices = ''] = node.inputs;
  const table = await graph.readConstant(name);
  const isTable = table?.shape.length === 2 && new Attributes(node).int('axis', 0) === 0;
  if (table?.dtype !== 'float32' || !isTable || !isFinite32(table.data)) return false;
  const [rows = 0, width = 0] = table.shape;
  // The operator packs two 4-bit numbers in a byte, and its blocks have whole bytes.
  if (table.data.length === 0 || width % given.blockSize !== 0) return false;
  const bits = given.bits === 8 ? 8 : 4;
  const options = { ...given, bits, scales: given.scales === 'range' ? 'range' : 'mse' } as const;
  const { levels, scales, zeroPoints, blocks } = quantiseBlocks(table.data, width, options);
  const dataType = bits === 4 ? dataTypeNumbers.uint4 : dataTypeNumbers.uint8;
  const store = (part: string, dims: number[], numbers: BlockWeights['levels']) =>
    graph.addStored(
      message('TensorProto', {
        name: `${name}/${part}`,
        dims,
        dataType,
        rawData: packBits(numbers, numbers.length, bits),
      }),
    );
  const inputs = [
    store('blocks', [rows, width], levels),
    indices,
    graph.add(`${name}/scales`, { dtype: 'float32', shape: [rows, blocks], data: scales }),
    store('zero-points', [rows, blocks], Uint8Array.from(zeroPoints)),
  ];
  const made = createNode({
    name: graph.name(`${node.outputs[0] ?? ''}/GatherBlockQuantized`),
    opType: 'GatherBlockQuantized',
    domain: microsoft,
    inputs,
    outputs: node.outputs,
    attributes: { gather_axis: 0, quantize_axis: 1, block_size: options.blockSize, bits },
  });
  graph.replace(node, [made]);
  return true;
}
