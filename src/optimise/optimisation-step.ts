import type { JsonReader } from '#core/encoding/json-reader.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { FileParts } from '#formats/file-parts.ts';
import type { OptionSpecs } from './option-specs.ts';
import type { Rewriter } from './rewriter.ts';

/** Reasons why a step does not apply to a model. Their texts are in `src/words`. */
export const notApplicableCodes = [
  'already-quantised', // {kind}: the quantisation of the model
  'no-engine', // the step evaluates subgraphs in an engine, and none was passed
  'no-samples', // the step calibrates with inputs, and none were passed
  'samples-not-finite', // no value to quantise is finite on all calibration inputs
  'opset-too-old', // {opset, min}
  'operator-not-convertible', // {operator, opset}: the definition changed in the new version
  'weights-shared', // {weight}: an unchanged node, a subgraph or an output also uses it, so it would be stored twice
  'beyond-float16', // {nodes}: the number of nodes whose weights or sample values float16 cannot represent
  'no-such-size', // {name}: the model has no free dimension of this name
] as const;
export type NotApplicableCode = (typeof notApplicableCodes)[number];

/** What a step did, or why it did nothing, as codes and facts. Texts are in `src/words`. */
export type StepOutcome =
  | {
      readonly code: 'rewritten';
      /** Counts by name, documented at the step. */
      readonly facts: Readonly<Record<string, number>>;
    }
  | { readonly code: 'nothing-to-rewrite'; readonly facts: Readonly<Record<string, number>> }
  | {
      readonly code: 'not-applicable';
      readonly reason: NotApplicableCode;
      readonly facts: Readonly<Record<string, string | number>>;
    };

export const nothingToRewrite: StepOutcome = { code: 'nothing-to-rewrite', facts: {} };

export function reportNotApplicable(reason: NotApplicableCode, facts: Readonly<Record<string, string | number>> = {}) {
  return { code: 'not-applicable', reason, facts } as const satisfies StepOutcome;
}

/** Returns the outcome `rewritten` if any count is not 0. */
export function reportRewritten(facts: Readonly<Record<string, number>>): StepOutcome {
  return Object.values(facts).some((count) => count > 0) ? { code: 'rewritten', facts } : nothingToRewrite;
}

/** Opens models for steps that evaluate a graph. */
export interface StepEngine {
  /** @throws any error of the engine | AppError aborted, even while running, if the step's signal is aborted */
  open(model: FileParts): Promise<StepSession>;
}

export interface StepSession {
  run(inputs: Tensors): Promise<Tensors>;
  close(): Promise<void>;
}

/** What a step can use apart from the graph. */
export interface StepContext {
  /** Checked between tensors and nodes. If aborted, the step throws its reason and leaves the graph unchanged. */
  readonly signal?: AbortSignal;
  readonly engine?: StepEngine;
  /** Calibration inputs of the model. Every call starts again from the first. */
  readonly calibrationInputs?: () => AsyncIterable<Tensors>;
  /** Receives the completed fraction of the step, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Options of a step as plain JSON, including defaults. */
export type StepOptions = Readonly<Record<string, unknown>>;

/** A rewrite of a graph with its options, as listed in a recipe. */
export interface Step {
  /** The name of its source file. */
  readonly id: string;
  readonly options?: StepOptions;
  /** @throws AppError model-corrupt if a stored tensor is damaged */
  apply(graph: Rewriter, context: StepContext): Promise<StepOutcome>;
}

/** A step that has options. */
export interface ConfigurableStep {
  readonly id: string;
  /** @throws the error of the reader if an option is invalid */
  configure(options: JsonReader): Step;
}

/** A rewrite that preserves inputs, outputs and results, in `passes/`. */
export type Pass = Step | ConfigurableStep;

/** A rewrite that makes a model smaller and changes its results within measured limits, in `schemes/`. */
export interface Scheme extends ConfigurableStep {
  readonly options: OptionSpecs;
}
