import type { DeviceId } from '#core/engine/engines.ts';
import type { ModelFacts, NodeFacts } from '#core/model/model-facts.ts';
import type { Step, StepOptions } from '#optimise/optimisation-step.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { DeviceProfile } from './device-profile.ts';
import { forecastModel } from './forecast.ts';
import type { NoForecastReason } from './forecast-result.ts';

/**
 * Why no speed is estimated. `layers-unknown`: the weights decide which layers the scheme changes; `integers-on-cpu`:
 * the GPU does not run the integer operators, so parts of the model would run on the CPU.
 */
export type NoSpeedReason = NoForecastReason | 'layers-unknown' | 'integers-on-cpu';

/** The forecast times of a model on one device of onnxruntime-web, before and after a scheme. */
export type SpeedEstimate = { readonly device: DeviceId; readonly threads: number } & (
  | { readonly known: true; readonly originalMs: number; readonly resultMs: number }
  | { readonly known: false; readonly reason: NoSpeedReason }
);

/**
 * Estimates the speed of a scheme on every device of onnxruntime-web in this browser: forecasts of the model, and of
 * the graph after the scheme, whose nodes are derived from those of the model without reading weights.
 * @param profile `null` if this device was not measured
 */
export function estimateSpeeds(facts: ModelFacts, profile: DeviceProfile | null, step: Step): readonly SpeedEstimate[] {
  if (!profile) return [{ device: 'wasm', threads: 1, known: false, reason: 'device-not-measured' }];
  const nodes = deriveNodes(facts.nodes, step);
  const devices: readonly DeviceId[] = profile.gpu ? ['wasm', 'webgpu'] : ['wasm'];
  return devices.map((device) => estimateSpeed(facts, nodes, profile, { device, schemeId: step.id }));
}

/** @param nodes the nodes after the scheme; `null` if they are not known */
function estimateSpeed(
  facts: ModelFacts,
  nodes: readonly NodeFacts[] | null,
  profile: DeviceProfile,
  { device, schemeId }: { readonly device: DeviceId; readonly schemeId: string },
): SpeedEstimate {
  const target = { device, threads: device === 'wasm' ? profile.threads : 1 };
  const refuse = (reason: NoSpeedReason) => ({ ...target, known: false, reason }) as const;
  if (!nodes) return refuse('layers-unknown');
  if (device === 'webgpu' && schemeId.endsWith('-int8')) return refuse('integers-on-cpu');
  const request = { engine: 'ort', ...target } as const;
  const original = forecastModel(facts, profile, request);
  if (!original.known) return refuse(original.reason);
  const result = forecastModel({ ...facts, nodes }, profile, request);
  if (!result.known) return refuse(result.reason);
  return { ...target, known: true, originalMs: original.expectedMs, resultMs: result.expectedMs };
}

/** The measured time of the original model on a device. */
export interface MeasuredOriginal {
  readonly device: DeviceId;
  readonly threads: number;
  readonly medianMs: number;
}

/**
 * Scales an estimate so that the time of the original model is the measured one: a forecast is less exact than the
 * ratio of two forecasts.
 * @returns `null` if the original was not measured on that device with as many threads, or nothing is estimated
 */
export function scaleToMeasured(
  estimate: SpeedEstimate,
  measured: readonly MeasuredOriginal[],
): (SpeedEstimate & { readonly known: true }) | null {
  const original = measured.findLast(
    ({ device, threads }) => device === estimate.device && (device !== 'wasm' || threads === estimate.threads),
  );
  if (!estimate.known || !original) return null;
  const { medianMs } = original;
  return { ...estimate, originalMs: medianMs, resultMs: (estimate.resultMs / estimate.originalMs) * medianMs };
}

type NodeDerivation = (nodes: readonly NodeFacts[], options: StepOptions) => readonly NodeFacts[];

/** The nodes after each scheme; absent if they depend on the values of the weights. */
const derivations: Readonly<Partial<Record<SchemeId, NodeDerivation>>> = {
  // onnxruntime-web computes it in float32 on wasm, and in 16 bits on GPUs, whose 16-bit speed is not measured.
  float16: (nodes) => nodes.map((node) => withWeightBytes(node, node.weightBytes / 2)),
  'dynamic-int8': deriveDynamicInt8,
  'static-int8': deriveStaticInt8,
  'weight-only': (nodes, { bits, operators }) =>
    nodes.map((node) =>
      isWeighted(node, operators) && node.operator !== 'Gather'
        ? { ...node, operator: 'com.microsoft::MatMulNBits', weightBytes: (node.weightBytes * Number(bits)) / 32 }
        : node,
    ),
  'low-rank': (nodes, { keptWeights, operators }) =>
    nodes.flatMap((node) => (isWeighted(node, operators) ? splitIntoFactors(node, Number(keptWeights)) : [node])),
  // None of Assay's engines has sparse kernels.
  'weight-pruning': (nodes) => nodes,
};

/** Derives the nodes after a scheme; `null` if they depend on the values of the weights. */
export function deriveNodes(nodes: readonly NodeFacts[], { id, options = {} }: Step): readonly NodeFacts[] | null {
  return derivations[id as SchemeId]?.(nodes, options) ?? null;
}

/** Whether a scheme with these `operators` rewrites the node, because it stores its weights in float32. */
function isWeighted({ operator, values }: NodeFacts, operators: unknown): boolean {
  const isListed = Array.isArray(operators) && operators.includes(operator);
  return isListed && values?.inputs.some(({ isStored, dtype }) => isStored === true && dtype === 'float32') === true;
}

function withWeightBytes(node: NodeFacts, weightBytes: number): NodeFacts {
  return { ...node, weightBytes };
}

/** Creates a node without weights that reads and writes as much as another. */
function createNode(
  name: string,
  operator: string,
  { outputShape, activationBytes }: Pick<NodeFacts, 'outputShape' | 'activationBytes'>,
): NodeFacts {
  return { name, operator, flops: 0, weightBytes: 0, outputShape, activationBytes };
}

/** Integer products, with the quantisation of each input and the scaling of each result (`schemes/dynamic-int8.ts`). */
function deriveDynamicInt8(nodes: readonly NodeFacts[], { operators }: StepOptions): readonly NodeFacts[] {
  const quantised = new Set<string>();
  return nodes.flatMap((node) => {
    if (!isWeighted(node, operators)) return [node];
    const { name, operator, weightBytes } = node;
    const scaling = ['Cast', 'Mul'].map((type) => createNode(`${name}/${type}`, type, node));
    if (operator === 'Gather') return [{ ...node, weightBytes: weightBytes / 4 }, ...scaling];
    const [input = { name }] = node.values?.inputs ?? [];
    const isFirst = !quantised.has(input.name);
    quantised.add(input.name);
    const inputBytes = countInputBytes(node);
    const quantiser = {
      outputShape: inputBytes === null ? null : [inputBytes / 4],
      activationBytes: inputBytes,
    };
    return [
      ...(isFirst ? [createNode(`${name}/quantise`, 'DynamicQuantizeLinear', quantiser)] : []),
      { ...node, operator: operator === 'Conv' ? 'ConvInteger' : 'MatMulInteger', weightBytes: weightBytes / 4 },
      ...scaling,
      ...(operator === 'Gemm' ? [createNode(`${name}/Add`, 'Add', node)] : []),
    ];
  });
}

/** The integer operator with which onnxruntime replaces a node between QuantizeLinear and DequantizeLinear. */
const integerOperators: Readonly<Record<string, string>> = {
  Conv: 'QLinearConv',
  MatMul: 'QLinearMatMul',
  Gemm: 'com.microsoft::QGemm',
  Add: 'com.microsoft::QLinearAdd',
  Mul: 'com.microsoft::QLinearMul',
  AveragePool: 'com.microsoft::QLinearAveragePool',
  GlobalAveragePool: 'com.microsoft::QLinearGlobalAveragePool',
  Concat: 'com.microsoft::QLinearConcat',
};
/** Operators that run on integers as they are, or disappear between integer operators. */
const transparentOperators: ReadonlySet<string> = new Set(
  'Relu Clip MaxPool Reshape Transpose Flatten Squeeze Unsqueeze Slice'.split(' '),
);

/** Integer operators, with conversions where a value passes between them and operators in float32. */
function deriveStaticInt8(nodes: readonly NodeFacts[], { operators }: StepOptions): readonly NodeFacts[] {
  const isSelected = (operator: string) =>
    Array.isArray(operators) && operators.includes(operator) && Object.hasOwn(integerOperators, operator);
  const integerValues = new Set<string>();
  return nodes.flatMap((node) => {
    const { operator, name, values } = node;
    const outputs = values?.outputs.map((output) => output.name) ?? [];
    const computed = values?.inputs.filter((input) => input.name !== '' && input.isStored !== true) ?? [];
    const isFloat = computed.every(({ dtype }) => dtype === 'float32');
    if (isSelected(operator) && isFloat && computed.length > 0) {
      const hasFloatInput = computed.some((input) => !integerValues.has(input.name));
      for (const output of outputs) integerValues.add(output);
      const integer = { ...node, operator: integerOperators[operator]!, weightBytes: node.weightBytes / 4 };
      return [...(hasFloatInput ? [createNode(`${name}/quantise`, 'QuantizeLinear', node)] : []), integer];
    }
    const [first] = computed;
    const isInteger = first !== undefined && integerValues.has(first.name);
    if (isInteger && transparentOperators.has(operator)) {
      for (const output of outputs) integerValues.add(output);
      return [operator === 'Relu' || operator === 'Clip' ? { ...node, operator: 'Identity' } : node];
    }
    return isInteger ? [createNode(`${name}/dequantise`, 'DequantizeLinear', node), node] : [node];
  });
}

/** Two products with this fraction of the weights and operations, and the addition of a bias. */
function splitIntoFactors(node: NodeFacts, keptWeights: number): readonly NodeFacts[] {
  const half = {
    flops: node.flops === null ? null : (node.flops * keptWeights) / 2,
    weightBytes: (node.weightBytes * keptWeights) / 2,
  };
  const factors: NodeFacts[] = [
    { ...node, name: `${node.name}/left`, operator: 'MatMul', ...half },
    { ...node, name: `${node.name}/right`, operator: 'MatMul', ...half },
  ];
  if (node.operator === 'Gemm') factors.push(createNode(`${node.name}/Add`, 'Add', node));
  return factors;
}

/** Computes the bytes of the activation that a product reads; `null` if a shape is unknown. */
function countInputBytes({ activationBytes, outputShape }: NodeFacts): number | null {
  if (activationBytes === null || !outputShape || outputShape.includes(null)) return null;
  const elements = outputShape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : 1), 1);
  return Math.max(0, activationBytes - 4 * elements);
}
