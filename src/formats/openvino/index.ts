import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { countElements, findDominantWeightType, WeightCounts } from '#graph/weight-counts.ts';
import { sumSizes } from '../external-files.ts';
import { maxTextLength, type Format, type Siblings } from '../format.ts';
import { detectArchitecture } from '../operator-architecture.ts';
import { readNetwork, type IrLayer, type IrNetwork, type IrPort } from './read-network.ts';

/** OpenVINO's intermediate representation (IR): the topology in an .xml file, the weights in a .bin file in the same folder. */
export const openvino: Format = {
  id: 'openvino',
  matches(head) {
    const text = new TextDecoder().decode(head.subarray(0, 4096));
    return /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<net\s/.test(text);
  },
  readFacts,
};

/** Element types by their names in IR files. */
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
 * @param sizeBytes size of the weights file, if it is available
 * @throws AppError model-corrupt if the weights file is too short
 */
function countWeights(layers: readonly IrLayer[], sizeBytes: number | undefined): WeightCounts {
  const tally = new WeightCounts('openvino');
  /** Constants that share their bytes are stored once. */
  const counted = new Set<string>();
  for (const { type, data } of layers) {
    if (type !== 'Const') continue;
    const { element_type: dtype, shape = '', offset = '', size = '' } = data;
    const [start, bytes] = [Number(offset), Number(size)];
    const isValid = Number.isSafeInteger(start) && Number.isSafeInteger(bytes) && start >= 0 && bytes >= 0;
    if (!isValid)
      throw createCorruptModelError('openvino', {
        reason: 'number-out-of-range',
        value: `${offset}, ${size}`.slice(0, 80),
      });
    if (sizeBytes !== undefined && start + bytes > sizeBytes)
      throw createCorruptModelError('openvino', { reason: 'weights-cut-off', sizeBytes, expectedBytes: start + bytes });
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

/** Names an output after the tensor that it reads. */
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

/** Parses sizes; free dimensions, such as `?`, `-1` and ranges, become `null`. */
function parseShape(dims: readonly string[]): (number | null)[] {
  return dims.filter((dim) => dim.trim() !== '').map((dim) => (/^\s*\d{1,15}\s*$/.test(dim) ? Number(dim) : null));
}
