import { dataTypeNumbers, message, type Node, type TensorProto } from '#formats/onnx/onnx-model.ts';
import { decodeTensorProto, createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { toFloat16 } from '#core/encoding/float16.ts';
import { createConvertedBytes, toSource } from '../lazy-bytes.ts';
import { isStandard, createNode, subgraphsIn } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { selectConvertedInputs, selectConvertedOutputs, precisionOperators } from './precision-operators.ts';

export type Change =
  | { readonly from: 'float32'; readonly to: 'float16' }
  | { readonly from: 'float64'; readonly to: 'float32' };

export interface ChangedCounts {
  /** Nodes that compute in the new type. */
  readonly nodes: number;
  /** Conversions between the types. */
  readonly casts: number;
  /** Nodes of the old type that were left in it. */
  readonly kept: number;
}

/**
 * Makes nodes compute in a smaller floating-point type. The inputs and outputs of the graph keep their type, and so do
 * nodes whose operator is not known to take both types; conversions are added between.
 * @param isKept nodes that are to keep their type
 */
export function changePrecision(graph: Rewriter, change: Change, isKept: (node: Node) => boolean): ChangedCounts {
  const changed = new Set(graph.nodes.filter((node) => isChangeable(node, change, graph) && !isKept(node)));
  const names = new Map<string, string>();
  let casts = 0;
  const addCast = (input: string, output: string, to: 'float16' | 'float32' | 'float64') => {
    casts++;
    const name = graph.name(`${output}/cast`);
    return createNode({
      name,
      opType: 'Cast',
      inputs: [input],
      outputs: [output],
      attributes: { to: dataTypeNumbers[to] },
    });
  };
  const convertToSmaller = (value: string) => {
    const name = names.get(value) ?? graph.name(`${value}/${change.to}`);
    names.set(value, name);
    return name;
  };
  for (const node of changed) {
    const before: Node[] = [];
    const wanted = selectConvertedInputs(node);
    const inputs = node.inputs.map((value, index) => {
      if (!wanted(index) || graph.inferDtype(value) !== change.from) return value;
      const known = names.get(value);
      if (known !== undefined) return known;
      const stored = graph.findStored(value);
      if (stored) {
        const name = graph.addStored({ ...convertTensor(stored, change), name: `${value}/${change.to}` });
        names.set(value, name);
        return name;
      }
      before.push(addCast(value, convertToSmaller(value), change.to));
      return convertToSmaller(value);
    });
    const after: Node[] = [];
    const isConverted = selectConvertedOutputs(node);
    const outputs = node.outputs.map((value, index) => {
      if (value === '' || !isConverted(index) || graph.inferDtype(value) !== change.from) return value;
      const name = convertToSmaller(value);
      const isRead =
        graph.isOutput(value) || graph.findConsumers(value).some((consumer) => !readsSmaller(consumer, value));
      if (isRead) after.push(addCast(name, value, change.from));
      return name;
    });
    const { name, opType, attributes } = node;
    graph.replace(node, [...before, createNode({ name, opType, inputs, outputs, from: attributes }), ...after]);
  }
  const isOld = ({ inputs }: Node) => inputs.some((value) => graph.inferDtype(value) === change.from);
  return { nodes: changed.size, casts, kept: graph.nodes.filter((node) => isOld(node) && !changed.has(node)).length };

  /** Whether a node reads a value in the new type only. Nodes that were replaced already are no longer consumers. */
  function readsSmaller(consumer: Node, value: string): boolean {
    const isConverted = selectConvertedInputs(consumer);
    return changed.has(consumer) && consumer.inputs.every((input, index) => input !== value || isConverted(index));
  }
}

function isChangeable(node: Node, { from }: Change, graph: Rewriter): boolean {
  if (!isStandard(node) || !precisionOperators.has(node.opType) || subgraphsIn(node).length > 0) return false;
  const types = [...node.inputs, ...node.outputs]
    .filter((value) => value !== '')
    .map((value) => graph.inferDtype(value));
  if (types.includes('unknown')) return false;
  return selectConvertedInputs(node)(0) && graph.inferDtype(node.inputs[0] ?? '') === from
    ? true
    : node.opType === 'Where' && graph.inferDtype(node.inputs[1] ?? '') === from;
}

function convertTensor(stored: TensorProto, change: Change): TensorProto {
  const raw = stored.rawData ?? bytesOfTyped(stored);
  const rawData =
    change.to === 'float16'
      ? createConvertedBytes(toSource(raw), [4, 2], toHalves)
      : createConvertedBytes(toSource(raw), [8, 4], (bytes) => Float32Array.from(new Float64Array(bytes)).buffer);
  return message('TensorProto', { dims: stored.dims, dataType: dataTypeNumbers[change.to], rawData });
}

/** Values in a typed field as raw bytes. */
function bytesOfTyped(stored: TensorProto): Uint8Array {
  const tensor = decodeTensorProto(stored);
  const { rawData } = tensor ? createTensorProto('', tensor) : message('TensorProto');
  return rawData instanceof Uint8Array ? rawData : new Uint8Array();
}

function toHalves(bytes: ArrayBuffer): ArrayBuffer {
  return Uint16Array.from(new Float32Array(bytes), toFloat16).buffer;
}
