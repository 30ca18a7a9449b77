import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { dataTypeNumbers, createMessage, type Node } from '#formats/onnx/onnx-model.ts';
import { microsoft, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { packBits, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { quantiseBlocks } from './quantise-blocks.ts';
import { areFinite } from './int8-weights.ts';
import type { Matrix } from './matrix-algebra.ts';

interface BlockProduct {
  readonly matrix: Matrix;
  /** The transposed matrix, [columns, rows]. */
  readonly blocks: BlockWeights;
  /** The value that the product reads instead of its input; `null` for no change. */
  readonly input: string | null;
}

/**
 * Replaces a product by a MatMulNBits, followed by an Add if it has a bias.
 * @param precedingNode a node to insert before it
 */
export function replaceByBlockProduct(
  node: Node,
  graph: Rewriter,
  { matrix: { name, rows, columns, bias }, blocks: weights, input }: BlockProduct,
  { bits, blockSize, symmetric, accuracyLevel }: BlockOptions & { readonly accuracyLevel: number },
  precedingNode?: Node,
): void {
  const { blocksPerRow, levels, scales, zeroPoints } = weights;
  const inputs = [
    input ?? node.inputs[0] ?? '',
    graph.addInitializer(`${name}/blocks`, {
      dtype: 'uint8',
      shape: [columns, blocksPerRow, (blockSize * bits) / 8],
      data: packBits(levels, blockSize, bits),
    }),
    graph.addInitializer(`${name}/scales`, { dtype: 'float32', shape: [columns * blocksPerRow], data: scales }),
  ];
  if (!symmetric) {
    const zeroPointsName = `${name}/zero-points`;
    if (zeroPoints instanceof Float32Array)
      inputs.push(
        graph.addInitializer(zeroPointsName, { dtype: 'float32', shape: [zeroPoints.length], data: zeroPoints }),
      );
    else {
      const data = packBits(zeroPoints, blocksPerRow, bits);
      inputs.push(graph.addInitializer(zeroPointsName, { dtype: 'uint8', shape: [data.length], data }));
    }
  }
  const [output = ''] = node.outputs;
  const product = bias === null ? output : graph.reserveName(`${output}/product`);
  const blockProduct = createNode({
    name: graph.reserveName(`${output}/MatMulNBits`),
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
  const nodes = precedingNode ? [precedingNode, blockProduct] : [blockProduct];
  if (bias !== null) {
    const add = { name: graph.reserveName(`${output}/Add`), opType: 'Add', inputs: [product, bias], outputs: [output] };
    nodes.push(createNode(add));
  }
  graph.replace(node, nodes);
}

/**
 * Replaces the Gather of an embedding by a GatherBlockQuantized, which has integer zero points and at least 4 bits.
 * @returns whether the node was replaced
 */
export async function replaceGather(node: Node, graph: Rewriter, blockOptions: BlockOptions): Promise<boolean> {
  const [name = '', indices = ''] = node.inputs;
  const table = await graph.readConstant(name);
  const isTable = table?.shape.length === 2 && new Attributes(node).int('axis', 0) === 0;
  if (table?.dtype !== 'float32' || !isTable || !areFinite(table.data)) return false;
  const [rows = 0, width = 0] = table.shape;
  // The operator requires whole blocks per row.
  if (table.data.length === 0 || width % blockOptions.blockSize !== 0) return false;
  const bits = blockOptions.bits === 8 ? 8 : 4;
  const options = { ...blockOptions, bits, scales: blockOptions.scales === 'range' ? 'range' : 'mse' } as const;
  const { levels, scales, zeroPoints, blocksPerRow } = quantiseBlocks(table.data, width, options);
  const dataType = bits === 4 ? dataTypeNumbers.uint4 : dataTypeNumbers.uint8;
  const storePacked = (suffix: string, dims: number[], integers: BlockWeights['levels']) =>
    graph.addTensorProto(
      createMessage('TensorProto', {
        name: `${name}/${suffix}`,
        dims,
        dataType,
        rawData: packBits(integers, integers.length, bits),
      }),
    );
  const inputs = [
    storePacked('blocks', [rows, width], levels),
    indices,
    graph.addInitializer(`${name}/scales`, { dtype: 'float32', shape: [rows, blocksPerRow], data: scales }),
    storePacked('zero-points', [rows, blocksPerRow], Uint8Array.from(zeroPoints)),
  ];
  const blockGather = createNode({
    name: graph.reserveName(`${node.outputs[0] ?? ''}/GatherBlockQuantized`),
    opType: 'GatherBlockQuantized',
    domain: microsoft,
    inputs,
    outputs: node.outputs,
    attributes: { gather_axis: 0, quantize_axis: 1, block_size: options.blockSize, bits },
  });
  graph.replace(node, [blockGather]);
  return true;
}
