import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { countElements, findDominantWeightType, WeightCounts } from '#graph/weight-counts.ts';
import { sumSizes } from '../external-files.ts';
import { maxTextLength, type Format, type Siblings } from '../format.ts';
import { detectArchitecture } from '../operator-architecture.ts';
import { readNetwork, type IrLayer, type IrNetwork, type IrPort } from './read-network.ts';

/** OpenVINO's intermediate representation (IR): the topology in an .xml file, the weights in the .bin file next to it. */
export const openvino: Format = {
  id: 'openvino',
  matches(head) {
    const text = new TextDecoder().decode(head.subarray(0, 4096));
    return /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<net\s/.test(text);
  },
  readFacts,
};

/** Element types by the names of IR files, where they differ from ours. */
const types: Readonly<Record<string, string>> = {
  f64: 'float64',
  f32: 'float32',
  f16: 'float16',
  bf16: 'bfloat16',
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'uint64',
  boolean: 'bool',
  fp64: 'float64',
  fp32: 'float32',
  fp16: 'float16',
  bool: 'bool',
};
const toDtype = (name: string | undefined) => types[name?.toLowerCase() ?? ''] ?? name?.toLowerCase() ?? 'unknown';

/** Layers that are not operators. */
const nonOperators = new Set(['Parameter', 'Const', 'Result']);

async function readFacts(source: ByteSource, name: string, siblings: Siblings = new Map()): Promise<ModelFacts> {
  const network = await readNetwork(source);
  const { layers } = network;
  const weightsName = name.replace(/\.xml$/i, '.bin');
  const weights = siblings.get(weightsName);
  const tally = countWeights(layers, weights?.size);
  const externalFiles = tally.bytes > 0 ? [{ name: weightsName, sizeBytes: weights?.size ?? null }] : [];
  const operators: Record<string, number> = {};
  for (const { type, opset } of layers) {
    if (nonOperators.has(type)) continue;
    const operator = opset === 'extension' ? `extension::${type}` : type;
    operators[operator] = (operators[operator] ?? 0) + 1;
  }
  const mainDtype = tally.weights[0]?.dtype;
  return {
    format: 'openvino',
    formatVersion: network.version,
    producer: null,
    name: network.name?.slice(0, maxTextLength) ?? null,
    sizeBytes: sumSizes(source.size, externalFiles),
    parameters: tally.parameters,
    weights: tally.weights,
    weightBytes: tally.bytes,
    inputs: layers.filter(({ type }) => type === 'Parameter').map(toInput),
    outputs: layers.filter(({ type }) => type === 'Result').map((layer) => toOutput(layer, network)),
    operators,
    opsets: {},
    unknownOperators: [],
    quantisation: {
      kind: (mainDtype && kinds[mainDtype]) || 'unknown',
      name: mainDtype ?? null,
      blockSize: null,
      bitsPerWeight: tally.bitsPerWeight,
      quantisationAware: null,
      evidence: [findDominantWeightType(tally)],
    },
    architecture: detectArchitecture(operators),
    tokenizer: null,
    chatTemplate: null,
    licence: null,
    externalFiles,
    flops: null,
    flopsBasis: { code: 'nodes-unknown', operators: Object.keys(operators).slice(0, 5) },
    peakActivationBytes: null,
    nodes: [],
    metadata: {},
  };
}

const kinds: Readonly<Record<string, ModelFacts['quantisation']['kind']>> = {
  float64: 'none',
  float32: 'none',
  float16: 'float16',
  bfloat16: 'bfloat16',
  int8: 'weights-only',
  uint8: 'weights-only',
};

/**
 * @param sizeBytes of the file of weights, if it is there
 * @throws AppError model-corrupt if it is too short
 */
function countWeights(layers: readonly IrLayer[], sizeBytes: number | undefined): WeightCounts {
  const tally = new WeightCounts('openvino');
  /** Constants that share their bytes are stored once. */
  const counted = new Set<string>();
  for (const { type, data } of layers) {
    if (type !== 'Const') continue;
    const { element_type: dtype, shape = '', offset = '', size = '' } = data;
    const [from, bytes] = [Number(offset), Number(size)];
    const isWhole = Number.isSafeInteger(from) && Number.isSafeInteger(bytes) && from >= 0 && bytes >= 0;
    if (!isWhole)
      throw createCorruptModelError('openvino', {
        reason: 'number-out-of-range',
        value: `${offset}, ${size}`.slice(0, 80),
      });
    if (sizeBytes !== undefined && from + bytes > sizeBytes)
      throw createCorruptModelError('openvino', { reason: 'weights-cut-off', sizeBytes, expectedBytes: from + bytes });
    const key = `${offset} ${size}`;
    if (counted.has(key)) continue;
    counted.add(key);
    tally.add(toDtype(dtype), countElements(parseSizes(shape), 'openvino'), bytes);
  }
  return tally;
}

const parseSizes = (shape: string) => (shape.trim() === '' ? [] : shape.split(',').map(Number));

function toInput({ name, data, outputs: [port] }: IrLayer): ValueFacts {
  return {
    name: getPortName(port, name),
    dtype: toDtype(data['element_type']),
    shape: parseShape(data['shape']?.split(',') ?? []),
  };
}

/** An output is named after the tensor that it reads. */
function toOutput(layer: IrLayer, { layers, edges }: IrNetwork): ValueFacts {
  const edge = edges.find(({ to }) => to === layer.id);
  const source = layers.find(({ id }) => id === edge?.from);
  const port = source?.outputs.find(({ id }) => id === edge?.fromPort);
  return {
    name: getPortName(port, source?.name ?? layer.name),
    dtype: toDtype(port?.precision),
    shape: parseShape(port?.dims ?? layer.inputs[0]?.dims ?? []),
  };
}

const getPortName = (port: IrPort | undefined, layer: string) => (port?.names[0] ?? layer).slice(0, maxTextLength);

/** `?`, `-1` and ranges are dynamic dimensions: `null`. */
function parseShape(dims: readonly string[]): (number | null)[] {
  return dims.filter((dim) => dim.trim() !== '').map((dim) => (/^\s*\d{1,15}\s*$/.test(dim) ? Number(dim) : null));
}
