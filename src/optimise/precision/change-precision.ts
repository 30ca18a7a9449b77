import { dataTypeNumbers, createMessage, type Node, type TensorProto } from '#formats/onnx/onnx-model.ts';
import { decodeTensorProto, createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { toFloat16 } from '#core/encoding/float16.ts';
import { createConvertedBytes, toSource } from '../lazy-bytes.ts';
import { isStandard, createNode, listDirectSubgraphs } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { selectConvertedInputs, selectConvertedOutputs, precisionOperators } from './precision-operators.ts';

export type PrecisionChange =
  | { readonly from: 'float32'; readonly to: 'float16' }
  | { readonly from: 'float64'; readonly to: 'float32' };

export interface ChangedCounts {
  /** Number of nodes that compute in the new type. */
  readonly nodes: number;
  /** Number of Cast nodes added. */
  readonly casts: number;
  /** Number of nodes that still compute in the old type. */
  readonly kept: number;
}

/**
 * Makes nodes compute in a smaller floating-point type. Inputs and outputs of the graph keep their type, and so do
 * nodes whose operators are not known to support both types. Cast nodes are added where types differ.
 * @param isExcluded whether a node must keep its type
 */
export function changePrecision(
  graph: Rewriter,
  change: PrecisionChange,
  isExcluded: (node: Node) => boolean,
): ChangedCounts {
  const changedNodes = new Set(graph.nodes.filter((node) => isChangeable(node, change, graph) && !isExcluded(node)));
  const convertedNames = new Map<string, string>();
  let casts = 0;
  const addCast = (input: string, output: string, to: 'float16' | 'float32' | 'float64') => {
    casts++;
    const name = graph.reserveName(`${output}/cast`);
    return createNode({
      name,
      opType: 'Cast',
      inputs: [input],
      outputs: [output],
      attributes: { to: dataTypeNumbers[to] },
    });
  };
  const reserveConvertedName = (value: string) => {
    const name = convertedNames.get(value) ?? graph.reserveName(`${value}/${change.to}`);
    convertedNames.set(value, name);
    return name;
  };
  for (const node of changedNodes) {
    const before: Node[] = [];
    const isConvertedInput = selectConvertedInputs(node);
    const inputs = node.inputs.map((value, index) => {
      if (!isConvertedInput(index) || graph.inferDtype(value) !== change.from) return value;
      const knownName = convertedNames.get(value);
      if (knownName !== undefined) return knownName;
      const storedTensor = graph.findStored(value);
      if (storedTensor) {
        const name = graph.addTensorProto({ ...convertTensor(storedTensor, change), name: `${value}/${change.to}` });
        convertedNames.set(value, name);
        return name;
      }
      before.push(addCast(value, reserveConvertedName(value), change.to));
      return reserveConvertedName(value);
    });
    const after: Node[] = [];
    const isConverted = selectConvertedOutputs(node);
    const outputs = node.outputs.map((value, index) => {
      if (value === '' || !isConverted(index) || graph.inferDtype(value) !== change.from) return value;
      const name = reserveConvertedName(value);
      const isRead =
        graph.isOutput(value) || graph.findConsumers(value).some((consumer) => !readsConverted(consumer, value));
      if (isRead) after.push(addCast(name, value, change.from));
      return name;
    });
    const { name, opType, attributes } = node;
    graph.replace(node, [...before, createNode({ name, opType, inputs, outputs, from: attributes }), ...after]);
  }
  const readsOldType = ({ inputs }: Node) => inputs.some((value) => graph.inferDtype(value) === change.from);
  return {
    nodes: changedNodes.size,
    casts,
    kept: graph.nodes.filter((node) => readsOldType(node) && !changedNodes.has(node)).length,
  };

  /** Whether a node reads a value only in the new type. Replaced nodes are no longer consumers. */
  function readsConverted(consumer: Node, value: string): boolean {
    const isConverted = selectConvertedInputs(consumer);
    return changedNodes.has(consumer) && consumer.inputs.every((input, index) => input !== value || isConverted(index));
  }
}

function isChangeable(node: Node, { from }: PrecisionChange, graph: Rewriter): boolean {
  if (!isStandard(node) || !precisionOperators.has(node.opType) || listDirectSubgraphs(node).length > 0) return false;
  const types = [...node.inputs, ...node.outputs]
    .filter((value) => value !== '')
    .map((value) => graph.inferDtype(value));
  if (types.includes('unknown')) return false;
  return selectConvertedInputs(node)(0) && graph.inferDtype(node.inputs[0] ?? '') === from
    ? true
    : node.opType === 'Where' && graph.inferDtype(node.inputs[1] ?? '') === from;
}

function convertTensor(stored: TensorProto, change: PrecisionChange): TensorProto {
  const raw = stored.rawData ?? encodeTypedField(stored);
  const rawData =
    change.to === 'float16'
      ? createConvertedBytes(toSource(raw), [4, 2], toFloat16Bytes)
      : createConvertedBytes(toSource(raw), [8, 4], (bytes) => Float32Array.from(new Float64Array(bytes)).buffer);
  return createMessage('TensorProto', { dims: stored.dims, dataType: dataTypeNumbers[change.to], rawData });
}

/** Returns the values of a typed field as raw bytes. */
function encodeTypedField(stored: TensorProto): Uint8Array {
  const tensor = decodeTensorProto(stored);
  const { rawData } = tensor ? createTensorProto('', tensor) : createMessage('TensorProto');
  return rawData instanceof Uint8Array ? rawData : new Uint8Array();
}

function toFloat16Bytes(bytes: ArrayBuffer): ArrayBuffer {
  return Uint16Array.from(new Float32Array(bytes), toFloat16).buffer;
}
