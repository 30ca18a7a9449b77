import type { JsonReader } from '#core/encoding/json-reader.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { FileParts } from '#formats/file-parts.ts';
import type { OptionSpecs } from './option-specs.ts';
import type { Rewriter } from './rewriter.ts';

/** Why a step does not apply to a model; the text of each is in `src/words`. */
export const notApplicableCodes = [
  'already-quantised', // {kind}: what the model already has
  'no-engine', // the step evaluates parts of the graph in an engine, and none was passed
  'no-samples', // the step calibrates with inputs, and none were passed
  'samples-not-finite', // no value that the step quantises is finite on all calibration inputs
  'opset-too-old', // {opset, min}
  'operator-not-convertible', // {operator, opset}: the new version defines it in another way
  'weights-shared', // {weight}: it also belongs to a node that is not rewritten, a subgraph or the outputs, and would be stored twice
  'beyond-float16', // {nodes}: float16 cannot represent the weights of so many nodes, or their values on the samples
  'no-such-size', // {name}: the model has no free dimension of this name
] as const;
export type NotApplicableCode = (typeof notApplicableCodes)[number];

/** What a step did, or why it did nothing: codes and facts, with texts in `src/words`. */
export type StepOutcome =
  | {
      readonly code: 'rewritten';
      /** Counts by name, documented by the step. */
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

/** `rewritten` if any of the counts is not 0. */
export function reportRewritten(facts: Readonly<Record<string, number>>): StepOutcome {
  return Object.values(facts).some((count) => count > 0) ? { code: 'rewritten', facts } : nothingToRewrite;
}

/** Opens models for steps that evaluate a graph. */
export interface StepEngine {
  /** @throws AppError what the engine throws; opening and running end with `aborted` if the step's signal does */
  open(model: FileParts): Promise<StepSession>;
}

export interface StepSession {
  run(inputs: Tensors): Promise<Tensors>;
  close(): Promise<void>;
}

/** What a step may use in addition to the graph. */
export interface StepContext {
  /** Checked between tensors and nodes; the step then throws its reason, and the graph is unchanged. */
  readonly signal?: AbortSignal;
  readonly engine?: StepEngine;
  /** Inputs of the model to calibrate with; every call starts again from the first. */
  readonly calibrationInputs?: () => AsyncIterable<Tensors>;
  /** The fraction of the step that is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Options of a step as plain JSON, complete with defaults. */
export type StepOptions = Readonly<Record<string, unknown>>;

/** One rewrite of a graph with its options, as a recipe lists it. */
export interface Step {
  /** The file's name. */
  readonly id: string;
  readonly options?: StepOptions;
  /** @throws AppError model-corrupt if a stored tensor is damaged */
  apply(graph: Rewriter, context: StepContext): Promise<StepOutcome>;
}

/** A step with options. */
export interface ConfigurableStep {
  readonly id: string;
  /** @throws the error of the reader if an option is invalid */
  configure(given: JsonReader): Step;
}

/** A rewrite that preserves inputs, outputs and results. One file and one line in `passes/`. */
export type Pass = Step | ConfigurableStep;

/** A rewrite that makes a model smaller and changes its results, within limits that are measured. In `schemes/`. */
export interface Scheme extends ConfigurableStep {
  readonly options: OptionSpecs;
}
