import type { Conversion } from '#convert/convert-model.ts';
import type { AppError } from '#core/errors/error.ts';
import type { Subject } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import type { Judgement } from '#optimise/auto-recipe.ts';
import type { PruningScheme, PruningStep } from '#optimise/iterative-pruning.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';
import type { Estimate } from '#optimise/estimate-scheme.ts';
import type { NodeSensitivity } from '#optimise/mixed-precision.ts';
import type { Lineage, Stage } from '#optimise/optimise-model.ts';
import type { OptionSpecs } from '#optimise/option-specs.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { StepId } from '#optimise/recipe.ts';
import type { StepOptions } from '#optimise/optimisation-step.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import type { SpeedEstimate } from '#planner/scheme-speed.ts';
import type { TaskId } from '#tasks/index.ts';

/** A model to optimise: a bundled or stored model, or the user's files. */
export type OptimisableSubject = Extract<Subject, { kind: 'model' | 'files' }>;

/** Items of a labelled dataset whose inputs are used for calibration and to compare outputs. */
export interface Calibration {
  readonly task: TaskId;
  readonly items: readonly EvaluationItem[];
}

/** A model to optimise, and the inputs on which it is calibrated and compared. */
export interface OptimisationRequest {
  readonly subject: OptimisableSubject;
  /** `null` for seeded inputs, which are not used for calibration. */
  readonly calibration: Calibration | null;
  /** Sizes of free dimensions; missing ones get suggested sizes. */
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

export interface PruningRequest extends OptimisationRequest {
  readonly scheme: PruningScheme;
  /** The options of the scheme; the fraction to prune is replaced. */
  readonly options: StepOptions;
  /** The fraction of the remaining weights or channels that each step prunes. */
  readonly stepFraction: number;
  /** The minimum signal-to-quantisation-noise ratio of every output in decibels, which decides if there is no judge. */
  readonly minSqnrDb: number;
}

/** Judges a pruned model in the page; `null` if the agreement of its outputs decides. */
export type PruningJudge = (files: readonly File[]) => Promise<Pick<Judgement, 'verdict' | 'unmet'> | null>;

/** The effect of applying a scheme to each node of a model separately. */
export interface SensitiveNodes {
  /** In order of decreasing sensitivity. */
  readonly nodes: readonly NodeSensitivity[];
  /** Names of the fewest most sensitive nodes that must be excluded so that every output reaches `minSqnrDb`. */
  readonly toExclude: readonly string[];
}

/** A scheme with its estimated effect on a model. */
export interface SchemeOffer extends Estimate {
  readonly id: SchemeId;
  readonly options: OptionSpecs;
  /** The recipe with the default options, as JSON. */
  readonly recipe: string;
  /** The id of the scheme if it can prune a model in steps, otherwise `null`. */
  readonly pruning: PruningScheme | null;
  /** The estimated speed with onnxruntime-web on each device of this machine. */
  readonly speeds: readonly SpeedEstimate[];
}

/** Facts about a model before it is optimised. */
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
  /** The recipe with which Assay created the model; `null` if another program created it. */
  readonly lineage: Lineage | null;
  /** Sizes suggested for the free dimensions of the inputs. */
  readonly sizes: Dimensions;
  /** The tasks that accept it. */
  readonly tasks: readonly TaskId[];
  /** The recipe of the passes without a scheme, as JSON. */
  readonly cleaning: string;
  readonly schemes: readonly SchemeOffer[];
  /** Conversions of the weights to other formats and types; empty for an ONNX graph. Excludes `schemes`. */
  readonly conversions: readonly ConversionOffer[];
  /** The quantisation type of a quantised GGUF model; otherwise `null`. */
  readonly quantisedAs: string | null;
}

/** A conversion of weights with its estimated result. */
export interface ConversionOffer {
  readonly conversion: Conversion;
  /** Size of the result; `null` if the conversion does not apply. */
  readonly sizeBytes: number | null;
  /** The current quantisation type, whose error adds to that of the conversion; `null` if not quantised. */
  readonly requantised: string | null;
  /** The reason why the conversion does not apply; `null` if it does. */
  readonly reason: AppError | null;
}

export interface ConversionRequest {
  readonly subject: OptimisableSubject;
  readonly conversion: Conversion;
}

/** The result of a conversion. */
export interface ConvertedModel extends Pick<ConversionOffer, 'requantised'> {
  /** The model, an external data file if the weights exceed one file, and the tokenizer files of an ONNX graph. */
  readonly files: readonly File[];
  /** Total size of the model and its weights. */
  readonly sizeBytes: number;
  /** Hash of the entry file. */
  readonly sha256: string;
  /** The reason why the ONNX graph has no tokenizer; `null` if it has one or needs none. */
  readonly noTokenizer: string | null;
}

/** The result of a recipe. */
export interface OptimisedModel {
  /** The model, an external data file if the weights exceed one file, and other required files, such as a tokenizer. */
  readonly files: readonly File[];
  /** Total size of the model and its weights. */
  readonly sizeBytes: number;
  /** Hash of the entry file. */
  readonly sha256: string;
  readonly parent: { readonly name: string; readonly sha256: string; readonly sizeBytes: number };
  /** The recipe that ran, as canonical JSON. */
  readonly recipe: string;
  readonly stages: readonly Stage[];
  /** Agreement of each output with the original's. */
  readonly outputs: readonly OutputAgreement[];
  /** The items used for calibration and comparison; `count` is 0 for seeded inputs. */
  readonly samples: { readonly count: number; readonly sha256: string | null };
}

export interface RecipeProgress {
  readonly phase: 'load' | 'samples' | 'step' | 'write' | 'compare';
  /** The current step. */
  readonly step: StepId | null;
  /** Progress of the phase, 0 to 1; `null` if unknown. */
  readonly fraction: number | null;
}

/** The worker that optimises one model. It is terminated after each call, which frees its memory. */
export interface OptimiseWorker {
  /**
   * Reads the graph, and the weights only if they are in another format.
   * @param hasSamples whether there is calibration data
   * @param profile the measured speed of this device; `null` if it was not measured
   * @throws AppError model-unknown | model-not-stored | model-corrupt | model-unsupported | file-unreadable
   */
  inspect(subject: OptimisableSubject, hasSamples: boolean, profile: DeviceProfile | null): Promise<OptimisableModel>;
  /**
   * Runs a recipe on a copy of the model.
   * @throws AppError recipe-invalid | out-of-memory | errors from `inspect`, the engine or the items
   */
  run(
    request: RecipeRequest,
    onProgress: (progress: RecipeProgress) => void,
    onStage: (stage: Stage) => void,
  ): Promise<OptimisedModel>;
  /**
   * Applies a scheme to each node separately, and finds the nodes to exclude.
   * @param onProgress called with the fraction of completed nodes, 0 to 1
   * @throws AppError from `run`
   */
  findSensitiveNodes(request: SensitivityRequest, onProgress: (fraction: number) => void): Promise<SensitiveNodes>;
  /**
   * Prunes a copy of the model in steps, and judges it after each.
   * @param judge `null` without data, in which case the agreement of the outputs decides
   * @param onProgress called with the fraction of nodes whose sensitivity has been measured after a failed step, 0 to 1
   * @returns the recipe of the last step that passes, as JSON; `null` if none passes
   * @throws AppError from `run` and the judge
   */
  prune(
    request: PruningRequest,
    judge: PruningJudge | null,
    onProgress: (fraction: number) => void,
    onStep: (step: PruningStep) => void,
  ): Promise<string | null>;
  /**
   * Converts a copy of the model's weights.
   * @param onProgress called with the written fraction, 0 to 1
   * @throws AppError model-unsupported | errors from `inspect`
   */
  convert(request: ConversionRequest, onProgress: (fraction: number) => void): Promise<ConvertedModel>;
}
