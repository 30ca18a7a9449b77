import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { dataTypeNumbers, type Node, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { countStoredBytes } from '#formats/onnx/stored-tensors.ts';
import { getDisplayName } from './schemes/node-selection.ts';
import type { SchemeId } from './schemes/index.ts';
import { Rewriter } from './rewriter.ts';
import type { Step, StepOptions, StepOutcome } from './optimisation-step.ts';

/** What is known to cost accuracy, or to gain nothing, from the operators alone; the texts are in `src/words`. */
export type Risk =
  /** Fewer than 8 bits for each weight. */
  | { readonly code: 'few-bits'; readonly bits: number }
  /** Each channel of a depthwise convolution has few weights of its own range: Krishnamoorthi 2018, section 3.1.4. */
  | { readonly code: 'depthwise'; readonly count: number }
  /** The fraction of the weights that the scheme stores in fewer bits is small. */
  | { readonly code: 'few-weights'; readonly fraction: number }
  /** onnxruntime's WebAssembly kernels compute in float32: the model becomes smaller, not faster there. */
  | { readonly code: 'computes-in-float32' };

/** What a step would make of a model, before anything is computed. */
export interface Estimate {
  /** Why it does not apply; `null` if it does. */
  readonly refusal: StepOutcome | null;
  /** `null` if it is not known how many bits the scheme needs. */
  readonly sizeBytes: number | null;
  readonly risks: readonly Risk[];
}

/** Bits for each weight, scales included. */
const weightBits: Readonly<Partial<Record<SchemeId, (options: StepOptions) => number>>> = {
  float16: () => 16,
  'dynamic-int8': () => 8,
  'static-int8': () => 8,
  'weight-pruning': () => 32,
  'weight-only': ({ bits, blockSize, symmetric }) =>
    Number(bits) + (32 + (symmetric === true ? 0 : Number(bits))) / Number(blockSize),
};

/** Below this fraction of the weights, the size changes little. Heuristic. */
const fewWeights = 0.5;

interface EstimateContext {
  /** Size of the model. */
  readonly sizeBytes: number;
  /** Whether there is data to calibrate with. */
  readonly hasSamples: boolean;
}

/**
 * Estimates a scheme from the operators of a model and the sizes of their weights, without reading any.
 * @throws AppError model-corrupt
 */
export async function estimateScheme(model: OnnxModel, step: Step, context: EstimateContext): Promise<Estimate> {
  const { sizeBytes } = context;
  const refusal = await findRefusal(model, step, context);
  const bits = weightBits[step.id as SchemeId]?.(step.options ?? {}) ?? null;
  const graph = new Rewriter(model);
  const nodes = selectNodesBy(graph, step.options ?? {});
  const weights = countWeights(nodes, graph);
  const totalWeightBytes = graph.initializers.reduce((sum, tensor) => sum + countStoredBytes(tensor), 0);
  const fraction = totalWeightBytes === 0 ? 0 : weights / totalWeightBytes;
  const depthwise = nodes.filter((node) => isDepthwise(node)).length;
  const risks: readonly (Risk | false)[] = [
    bits !== null && bits < 8 && { code: 'few-bits', bits },
    bits !== null && bits <= 8 && depthwise > 0 && { code: 'depthwise', count: depthwise },
    fraction < fewWeights && { code: 'few-weights', fraction },
    bits === 16 && { code: 'computes-in-float32' },
  ];
  return {
    refusal,
    sizeBytes: bits === null ? null : Math.round(sizeBytes - weights * (1 - bits / 32)),
    risks: risks.filter((risk) => risk !== false),
  };
}

/**
 * Runs a step until it would read a tensor: by then it has said whether it applies. The model is not changed.
 * @returns its outcome if it does nothing; `null` if it applies
 */
async function findRefusal(model: OnnxModel, step: Step, { hasSamples }: EstimateContext): Promise<StepOutcome | null> {
  const stopped = new AbortController();
  const applies = new Error('the step applies');
  stopped.abort(applies);
  const calibrationInputs = async function* () {};
  try {
    return await step.apply(new Rewriter(model), {
      signal: stopped.signal,
      engine: { open: () => Promise.reject(applies) },
      ...(hasSamples && { calibrationInputs }),
    });
  } catch (thrown) {
    if (thrown === applies) return null;
    throw thrown;
  }
}

function selectNodesBy(graph: Rewriter, { operators, excludedNodes }: StepOptions): Node[] {
  const names = Array.isArray(operators) ? (operators as readonly string[]) : [];
  const excluded = new Set(Array.isArray(excludedNodes) ? (excludedNodes as readonly string[]) : []);
  return graph.findNodes(...names).filter((node) => !excluded.has(getDisplayName(node)));
}

/** Bytes of the float32 matrices and filters that the nodes read, each once. */
function countWeights(nodes: readonly Node[], graph: Rewriter): number {
  const names = new Set(nodes.flatMap(({ inputs }) => inputs));
  const tensors = graph.initializers.filter(
    ({ name, dataType, dims }) => names.has(name) && dataType === dataTypeNumbers.float32 && dims.length > 1,
  );
  return tensors.reduce((sum, tensor) => sum + countStoredBytes(tensor), 0);
}

function isDepthwise(node: Node): boolean {
  return node.opType === 'Conv' && (new Attributes(node).int('group') ?? 1) > 1;
}
