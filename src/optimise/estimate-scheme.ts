import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { dataTypeNumbers, type Node, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { countStoredBytes } from '#formats/onnx/stored-tensors.ts';
import { getDisplayName } from './schemes/node-selection.ts';
import type { SchemeId } from './schemes/index.ts';
import { Rewriter } from './rewriter.ts';
import type { Step, StepOptions, StepOutcome } from './optimisation-step.ts';

/** A risk that is known from the operators alone: a loss of accuracy, or no gain. Texts are in `src/words`. */
export type Risk =
  /** Fewer than 8 bits per weight. */
  | { readonly code: 'few-bits'; readonly bits: number }
  /** Depthwise convolutions have few weights per channel, with differing ranges: Krishnamoorthi 2018, section 3.1.4. */
  | { readonly code: 'depthwise'; readonly count: number }
  /** The scheme compresses only a small fraction of the weights. */
  | { readonly code: 'few-weights'; readonly fraction: number }
  /** onnxruntime's WebAssembly kernels compute in float32, so the model becomes smaller there but not faster. */
  | { readonly code: 'computes-in-float32' };

/** The expected effect of a step on a model. */
export interface Estimate {
  /** Why it does not apply; `null` if it does. */
  readonly refusal: StepOutcome | null;
  /** Size of the result; `null` if the bits per weight of the scheme are not known. */
  readonly sizeBytes: number | null;
  readonly risks: readonly Risk[];
}

/** Bits per weight, scales included. */
const bitsPerWeight: Readonly<Partial<Record<SchemeId, (options: StepOptions) => number>>> = {
  float16: () => 16,
  'dynamic-int8': () => 8,
  'static-int8': () => 8,
  'weight-pruning': () => 32,
  'weight-only': ({ bits, blockSize, symmetric }) =>
    Number(bits) + (32 + (symmetric === true ? 0 : Number(bits))) / Number(blockSize),
};

/** Below this fraction of the weights, the size changes little. Heuristic, not measured. */
const minWeightFraction = 0.5;

interface EstimateContext {
  /** Size of the model. */
  readonly sizeBytes: number;
  /** Whether calibration data is available. */
  readonly hasSamples: boolean;
}

/**
 * Estimates a scheme from the operators of a model and the sizes of its weights. No weights are read.
 * @throws AppError model-corrupt
 */
export async function estimateScheme(model: OnnxModel, step: Step, context: EstimateContext): Promise<Estimate> {
  const { sizeBytes } = context;
  const refusal = await findRefusal(model, step, context);
  const bits = bitsPerWeight[step.id as SchemeId]?.(step.options ?? {}) ?? null;
  const graph = new Rewriter(model);
  const nodes = selectNodes(graph, step.options ?? {});
  const weightBytes = sumWeightBytes(nodes, graph);
  const totalWeightBytes = graph.initializers.reduce((sum, tensor) => sum + countStoredBytes(tensor), 0);
  const fraction = totalWeightBytes === 0 ? 0 : weightBytes / totalWeightBytes;
  const depthwiseCount = nodes.filter((node) => isDepthwise(node)).length;
  const risks: readonly (Risk | false)[] = [
    bits !== null && bits < 8 && { code: 'few-bits', bits },
    bits !== null && bits <= 8 && depthwiseCount > 0 && { code: 'depthwise', count: depthwiseCount },
    fraction < minWeightFraction && { code: 'few-weights', fraction },
    bits === 16 && { code: 'computes-in-float32' },
  ];
  return {
    refusal,
    sizeBytes: bits === null ? null : Math.round(sizeBytes - weightBytes * (1 - bits / 32)),
    risks: risks.filter((risk) => risk !== false),
  };
}

/**
 * Runs a step until it first checks its signal or opens a model, which it does only if it applies. The model is
 * unchanged.
 * @returns the outcome of a step that does nothing, or `null` if it applies
 */
async function findRefusal(model: OnnxModel, step: Step, { hasSamples }: EstimateContext): Promise<StepOutcome | null> {
  const controller = new AbortController();
  const applies = new Error('the step applies');
  controller.abort(applies);
  const calibrationInputs = async function* () {};
  try {
    return await step.apply(new Rewriter(model), {
      signal: controller.signal,
      engine: { open: () => Promise.reject(applies) },
      ...(hasSamples && { calibrationInputs }),
    });
  } catch (thrown) {
    if (thrown === applies) return null;
    throw thrown;
  }
}

function selectNodes(graph: Rewriter, { operators, excludedNodes }: StepOptions): Node[] {
  const names = Array.isArray(operators) ? (operators as readonly string[]) : [];
  const excluded = new Set(Array.isArray(excludedNodes) ? (excludedNodes as readonly string[]) : []);
  return graph.findNodes(...names).filter((node) => !excluded.has(getDisplayName(node)));
}

/** Returns the total bytes of the float32 matrices and filters that the nodes read, counting each tensor once. */
function sumWeightBytes(nodes: readonly Node[], graph: Rewriter): number {
  const names = new Set(nodes.flatMap(({ inputs }) => inputs));
  const tensors = graph.initializers.filter(
    ({ name, dataType, dims }) => names.has(name) && dataType === dataTypeNumbers.float32 && dims.length > 1,
  );
  return tensors.reduce((sum, tensor) => sum + countStoredBytes(tensor), 0);
}

function isDepthwise(node: Node): boolean {
  return node.opType === 'Conv' && (new Attributes(node).int('group') ?? 1) > 1;
}
