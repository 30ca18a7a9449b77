import type { Conversion } from '#convert/convert-model.ts';
import type { AppError } from '#core/errors/error.ts';
import type { Subject } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';
import type { Estimate } from '#optimise/estimate-scheme.ts';
import type { NodeSensitivity } from '#optimise/mixed-precision.ts';
import type { Lineage, Stage } from '#optimise/optimise-model.ts';
import type { OptionSpecs } from '#optimise/option-specs.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { StepId } from '#optimise/recipe.ts';
import type { StepOptions } from '#optimise/optimisation-step.ts';
import type { TaskId } from '#tasks/index.ts';

/** A model that can be rewritten: bundled, stored, or files of the user. */
export type OptimisableSubject = Extract<Subject, { kind: 'model' | 'files' }>;

/** Items of a labelled dataset; their inputs are used for calibration and for comparing outputs. */
export interface Calibration {
  readonly task: TaskId;
  readonly items: readonly EvaluationItem[];
}

/** A model, and the inputs to run it on. */
interface OptimisationRequest {
  readonly subject: OptimisableSubject;
  /** `null` for seeded inputs, which are not used for calibration. */
  readonly calibration: Calibration | null;
  /** Sizes of free dimensions; suggested ones for those that are missing. */
  readonly dimensions: Dimensions;
}

export interface RecipeRequest extends OptimisationRequest {
  /** The recipe as JSON. */
  readonly recipe: string;
}

export interface SensitivityRequest extends OptimisationRequest {
  readonly scheme: SchemeId;
  readonly options: StepOptions;
  /** The minimum signal-to-quantisation-noise ratio of every output, in decibels. */
  readonly minSqnrDb: number;
}

/** The effect of a scheme on each node of a model alone. */
export interface SensitiveNodes {
  /** The most sensitive node first. */
  readonly nodes: readonly NodeSensitivity[];
  /** The names of the nodes to leave unchanged so that every output reaches `minSqnrDb`: the fewest of the first nodes. */
  readonly toExclude: readonly string[];
}

/** A scheme that can rewrite a model. */
export interface SchemeOffer extends Estimate {
  readonly id: SchemeId;
  readonly options: OptionSpecs;
  /** The recipe with the defaults of the options, as JSON. */
  readonly recipe: string;
}

/** What is known about a model before it is optimised. */
export interface OptimisableModel {
  /** Name of the entry file. */
  readonly name: string;
  /** SHA-256 of that file. */
  readonly parentSha256: string;
  /** Total size of all files. */
  readonly sizeBytes: number;
  readonly parameters: number;
  /** Peak bytes of live activations; `null` if a shape is unknown, or the graph is built from weights. */
  readonly activationBytes: number | null;
  /** Whether the graph is built from weights in another format. */
  readonly isConverted: boolean;
  /** How Assay made the model; `null` if another program made it. */
  readonly lineage: Lineage | null;
  /** Sizes suggested for the free dimensions of the inputs. */
  readonly sizes: Dimensions;
  /** The tasks that accept it. */
  readonly tasks: readonly TaskId[];
  /** The recipe that only cleans the graph, as JSON. */
  readonly cleaning: string;
  readonly schemes: readonly SchemeOffer[];
  /** Other formats and types for its weights; none for an ONNX graph. A model with conversions has no schemes. */
  readonly conversions: readonly ConversionOffer[];
  /** The type of its weights, if the model is in GGUF and they are already quantised. */
  readonly quantisedAs: string | null;
}

/** A conversion of weights, before anything is computed. */
export interface ConversionOffer {
  readonly conversion: Conversion;
  /** Size of the result; `null` if it does not apply. */
  readonly sizeBytes: number | null;
  /** The type of weights that are already quantised, whose error adds to the new error; `null` if they are not. */
  readonly requantised: string | null;
  /** Why the conversion does not apply; `null` if it does. */
  readonly reason: AppError | null;
}

export interface ConversionRequest {
  readonly subject: OptimisableSubject;
  readonly conversion: Conversion;
}

/** The result of a conversion. */
export interface ConvertedModel extends Pick<ConversionOffer, 'requantised'> {
  /** The model, its weights if they do not fit into one file, and the tokenizer of a graph. */
  readonly files: readonly File[];
  /** Total size of the model and its weights. */
  readonly sizeBytes: number;
  /** Hash of the entry file. */
  readonly sha256: string;
  /** Why no tokenizer was written for the graph; `null` if one was written or none is needed. */
  readonly noTokenizer: string | null;
}

/** The result of a recipe. */
export interface OptimisedModel {
  /**
   * The model, its weights if they do not fit into one file, and other required files, such as a tokenizer.
   */
  readonly files: readonly File[];
  /** Total size of the model and its weights. */
  readonly sizeBytes: number;
  /** Hash of the entry file. */
  readonly sha256: string;
  readonly parent: { readonly name: string; readonly sha256: string; readonly sizeBytes: number };
  /** The recipe that ran, as canonical JSON. */
  readonly recipe: string;
  readonly stages: readonly Stage[];
  /** How closely its outputs agree with the original's. */
  readonly outputs: readonly OutputAgreement[];
  /** The items used for calibration and comparison; none if seeded inputs were used. */
  readonly samples: { readonly count: number; readonly sha256: string | null };
}

export interface RecipeProgress {
  readonly phase: 'load' | 'samples' | 'step' | 'write' | 'compare';
  /** The step that runs. */
  readonly step: StepId | null;
  /** Progress of the phase, 0 to 1; `null` if unknown. */
  readonly fraction: number | null;
}

/** The worker that rewrites one model. It is terminated after each run, which frees its memory. */
export interface OptimiseWorker {
  /**
   * Reads the graph, not the weights, unless they are in another format.
   * @param hasSamples whether there is calibration data
   * @throws AppError model-unknown | model-not-stored | model-corrupt | model-unsupported | file-unreadable
   */
  inspect(subject: OptimisableSubject, hasSamples: boolean): Promise<OptimisableModel>;
  /**
   * Runs a recipe; the model itself is not changed.
   * @throws AppError recipe-invalid | out-of-memory | whatever `inspect`, the engine and the items throw
   */
  run(
    request: RecipeRequest,
    onProgress: (progress: RecipeProgress) => void,
    onStage: (stage: Stage) => void,
  ): Promise<OptimisedModel>;
  /**
   * Tries a scheme on each node alone, and finds the nodes to leave unchanged.
   * @param onProgress gets the fraction of the nodes that were tried, 0 to 1
   * @throws AppError what `run` throws
   */
  findSensitiveNodes(request: SensitivityRequest, onProgress: (fraction: number) => void): Promise<SensitiveNodes>;
  /**
   * Converts the weights of a model; the model itself is not changed.
   * @param onProgress gets the fraction that is written, 0 to 1
   * @throws AppError model-unsupported | whatever `inspect` throws
   */
  convert(request: ConversionRequest, onProgress: (fraction: number) => void): Promise<ConvertedModel>;
}
