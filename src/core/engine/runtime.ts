import type { EngineTrace } from './engine-trace.ts';
import type { EngineSettings } from './engine-settings.ts';
import type { DeviceId, EngineId, TensorEngineId } from './engines.ts';
import type { NativeEnvironment } from '../report/environment.ts';
import type { ModelFile, ModelFiles } from '../model/model.ts';
import type { Tensors, TensorSpec } from './tensor.ts';

/** How a model is opened. If a field is absent, the engine decides. */
export interface OpenOptions extends EngineSettings {
  /** Tried in this order; the first that opens the model is used, and the session reports why the others failed. */
  readonly devices: readonly DeviceId[];
  /** CPU threads: on wasm, limited to the threads of the device; natively, per operator. */
  readonly threads?: number;
  /** Makes the session report where its nodes run. Opening then takes longer, so do not use it in a timed session. */
  readonly placement?: boolean;
  /** Makes the session record how long each node takes; each run then takes longer. */
  readonly profile?: boolean;
  /**
   * Returns the model in another form from a store, or calls `convert`. Set by the worker that opens the model.
   * @param form what the form and the version of the conversion are called
   */
  readonly storedConversion?: (
    model: ModelFiles,
    form: string,
    convert: (onProgress: (fraction: number) => void) => Promise<ModelFiles>,
  ) => Promise<ConvertedModel>;
}

/** How a converted model compares with the original in the engine of its format, on this device. */
export interface ConversionCheck {
  /** Perplexity on a short text over that of the original. */
  readonly perplexityRatio: number;
  /** Fraction of the tokens of the text for which both predict the same token as the most likely. */
  readonly agreement: number;
  /** Tokens per second over those of the original, on as many threads: of a prompt, and generated. */
  readonly promptSpeedup: number;
  readonly generationSpeedup: number;
}

export interface ConvertedModel {
  readonly model: ModelFiles;
  /** `null` if it was not compared. */
  readonly check: ConversionCheck | null;
}

/** What was actually opened, for the report. */
export interface EngineFacts {
  readonly engine: EngineId;
  readonly engineVersion: string;
  /** Which of the engine's builds is loaded, e.g. `wasm`, `jspi`, `asyncify`. */
  readonly build: string;
  readonly device: DeviceId;
  readonly threads: number;
  /** The type in which the engine computes, if that can differ from the type of the model's values. */
  readonly computePrecision?: 'float32' | 'float16' | 'bfloat16';
  /**
   * The devices that were tried first and could not open the model. `why` is a code (of `core/errors/reason.ts`, or that
   * of the error) or, if the cause is unknown, the engine's own message.
   */
  readonly failedDevices: readonly { readonly device: DeviceId; readonly why: string }[];
  /** The number of integer convolutions that run in float32, which is faster with identical results; absent if none. */
  readonly float32Convolutions?: number;
  /** The form in which a model of another format was converted for the engine (docs/decoder-graph.md); absent if none. */
  readonly convertedTo?: 'w8a8';
  /** How the converted model compares with the original; absent if it was not compared. */
  readonly conversion?: ConversionCheck;
  /**
   * Time to load the engine's code, script and wasm: part of neither download nor creation. Absent if not timed
   * separately.
   */
  readonly loadMs?: number;
  /** The engine's own set-up, excluding loading its code and the model's files. */
  readonly createMs: number;
  /** The program that runs the engine; absent if it is this one. */
  readonly environment?: NativeEnvironment;
}

export interface SessionFacts extends EngineFacts {
  readonly engine: TensorEngineId;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Nodes of the optimised graph by execution provider, as the engine names it; present if requested. */
  readonly placement?: Readonly<Record<string, number>>;
}

/** The device, and on wasm the threads and after tuning the settings, chosen for a request that did not specify them. */
export interface ChosenSetup {
  /**
   * `tuning` if a race of its configurations was run on this device, `default` if this device was not measured, the
   * model's header cannot be read or nothing fits.
   */
  readonly by: 'tuning' | 'recommendation' | 'default';
  readonly device: DeviceId;
  /** If absent, the engine's own default. */
  readonly threads?: number;
  /** Settings that were not requested; absent if there are none. */
  readonly settings?: EngineSettings;
}

/** What a session's worker reports after opening its model, for every engine. */
export interface OpenedModel {
  readonly id: string;
  readonly sizeBytes: number;
  /** Empty if not needed for a report. */
  readonly sha256: string;
  /** Each file, if there are several and their SHA-256 are known. */
  readonly files?: readonly ModelFile[];
  /** `null` if nothing had to be downloaded. */
  readonly downloadMs: number | null;
  /** Absent if the request specified device and threads. */
  readonly chosen?: ChosenSetup;
  /** Where most of the engine's code came from; absent if the browser does not report it. */
  readonly codeFrom?: 'network' | 'cache';
}

/** An opened model with tensor inputs and outputs. */
export interface OpenedTensorModel extends OpenedModel {
  /** If there are several graphs, the facts of the first, with the set-up time of all. */
  readonly facts: SessionFacts;
  /** Roles of the graphs, if the model has several. */
  readonly graphs?: readonly string[];
  /** Sizes of free dimensions that the task does not choose itself: as requested, otherwise suggested. Absent if none. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** The labels that results of the task can have, by class id; absent if it has none. */
  readonly labels?: readonly string[];
}

/** R26: memory in use, from each source that reports it, never summed. An absent value was not measured. */
export interface MemoryInUse {
  /** Current size of the session's wasm memory; wasm memory never shrinks, so this is also the peak. */
  readonly wasmHeapBytes?: number;
  /**
   * The peak memory of a native engine's process: its code, shared libraries, mapped files and all its models.
   */
  readonly processPeakBytes?: number;
  /** What onnxruntime's arena has taken for the session: weights and intermediate results. */
  readonly arenaBytes?: number;
  /** The weights of a language model, as its engine counts them. */
  readonly weightsBytes?: number;
  /** The KV cache of a language model, by its header and the opened context length. */
  readonly kvCacheBytes?: number;
  /** Why a native engine does not state more. */
  readonly notStated?: readonly MemoryNotStated[];
}

export type MemoryNotStated =
  /** The C APIs of OpenVINO and LiteRT do not report it. */
  | 'engine-memory-not-stated'
  /** onnxruntime's arena is off, by a setting. */
  | 'arena-off'
  /** The header of the model does not state the size of its cache. */
  | 'kv-cache-not-stated';

/** One model opened on one device. */
export interface Session {
  readonly facts: EngineFacts;
  memory(): Promise<MemoryInUse>;
  close(): Promise<void>;
}

/** A session with tensor inputs and outputs; for text see `text.ts`. Calls must not overlap. */
export interface TensorSession extends Session {
  readonly kind: 'tensor';
  readonly facts: SessionFacts;
  /**
   * Resolves once the outputs are read back to host memory. The caller keeps ownership of the inputs and owns the
   * outputs.
   * @throws AppError input-invalid | device-lost | out-of-memory
   */
  run(inputs: Tensors): Promise<Tensors>;
  /**
   * Ends profiling and returns what was recorded of all runs; present if it was opened with `profile` and its engine
   * can profile.
   */
  endProfile?(): Promise<EngineTrace>;
}

/** An engine that opens models. One folder in `src/runtimes`, one line in its index, one contract test. */
export interface Runtime<S extends Session = TensorSession> {
  readonly id: S['facts']['engine'];
  /** Starts loading the code that `open` needs first, while the model downloads. Failures are reported by `open`. */
  prepare?(options: OpenOptions): void;
  /** @throws AppError engine-unavailable | model-unsupported | model-corrupt | out-of-memory */
  open(model: ModelFiles, options: OpenOptions): Promise<S>;
}
