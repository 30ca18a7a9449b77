import type { ValueFacts } from '#core/model/model-facts.ts';
import { asArray, asNonNegativeInteger, asObject, asString, asObjectArray, type JsonObject } from '../json.ts';
import type { Topology } from './topology.ts';

/** Reads a frozen TensorFlow graph: `node` list, function library, and a signature that lists inputs and outputs. */
export function readGraphModel(model: JsonObject, topology: JsonObject): Topology {
  const nodes = asObjectArray(topology.node);
  const bodies = asObjectArray(asObject(topology.library)?.function).flatMap((body) => asObjectArray(body.nodeDef));
  const operators = new Map<string, number>();
  for (const node of [...nodes, ...bodies]) {
    const type = asString(node.op);
    if (type !== null) operators.set(type, (operators.get(type) ?? 0) + 1);
  }
  const signature = asObject(model.signature) ?? asObject(asObject(model.userDefinedMetadata)?.signature);
  const producer = asNonNegativeInteger(asObject(topology.versions)?.producer);
  return {
    operators: Object.fromEntries(operators),
    inputs: signature ? readSignatureValues(signature.inputs) : nodes.flatMap(readPlaceholder),
    outputs: signature ? readSignatureValues(signature.outputs) : findUnconsumed(nodes),
    opsets: producer === null ? {} : { tensorflow: producer },
  };
}

/** Values are named as in tfjs: by their node, without the output number. */
function readSignatureValues(values: unknown): ValueFacts[] {
  return Object.entries(asObject(values) ?? {}).map(([key, entry]) => {
    const value = asObject(entry);
    const name = (asString(value?.name) ?? key).replace(/:0$/, '');
    return { name, dtype: toDtype(value?.dtype), shape: toShape(value?.tensorShape) };
  });
}

function readPlaceholder(node: JsonObject): ValueFacts[] {
  if (node.op !== 'Placeholder') return [];
  const attributes = asObject(node.attr);
  const dtype = asObject(attributes?.dtype)?.type;
  return [
    { name: asString(node.name) ?? '', dtype: toDtype(dtype), shape: toShape(asObject(attributes?.shape)?.shape) },
  ];
}

/**
 * Finds the outputs of a graph without a signature: the nodes that no other node reads. Their types and shapes are
 * unknown.
 */
function findUnconsumed(nodes: readonly JsonObject[]): ValueFacts[] {
  const references = new Set(
    nodes.flatMap((node) => asArray(node.input).map((name) => String(name).replace(/^\^|:\d+$/g, ''))),
  );
  return nodes
    .filter(
      (node) =>
        typeof node.name === 'string' && !references.has(node.name) && node.op !== 'NoOp' && node.op !== 'Const',
    )
    .map((node) => ({ name: String(node.name), dtype: 'unknown', shape: null }));
}

/** TensorFlow's names and numbers (`types.proto`) for the element types that tfjs supports. */
const dtypes = new Map<unknown, string>([
  ['DT_FLOAT', 'float32'],
  [1, 'float32'],
  ['DT_DOUBLE', 'float64'],
  ['DT_INT32', 'int32'],
  [3, 'int32'],
  ['DT_UINT8', 'uint8'],
  ['DT_INT8', 'int8'],
  ['DT_STRING', 'string'],
  [7, 'string'],
  ['DT_INT64', 'int64'],
  [9, 'int64'],
  ['DT_BOOL', 'bool'],
  [10, 'bool'],
  ['DT_HALF', 'float16'],
]);
const toDtype = (value: unknown): string =>
  dtypes.get(value) ?? (typeof value === 'string' ? value.slice(0, 40) : 'unknown');

function toShape(value: unknown): ValueFacts['shape'] {
  const shape = asObject(value);
  if (!shape || shape.unknownRank === true) return null;
  return asArray(shape.dim).map((dim) => asNonNegativeInteger(asObject(dim)?.size));
}
