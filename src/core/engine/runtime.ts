import type { EngineTrace } from './engine-trace.ts';
import type { EngineSettings } from './engine-settings.ts';
import type { DeviceId, EngineId, TensorEngineId } from './engines.ts';
import type { NativeEnvironment } from '../report/environment.ts';
import type { ModelFile, ModelFiles } from '../model/model.ts';
import type { Tensors, TensorSpec } from './tensor.ts';

/** The options of opening a model. If a field is absent, the engine's default applies. */
export interface OpenOptions extends EngineSettings {
  /** Tried in this order until one opens the model. The session reports why the others failed. */
  readonly devices: readonly DeviceId[];
  /** CPU threads per operator. On wasm, the number is limited to the threads of the device. */
  readonly threads?: number;
  /** Whether the session reports the placement of its nodes. Opening takes longer, so do not use it in a timed session. */
  readonly placement?: boolean;
  /** Whether the session records the time of each node, which slows down its runs. */
  readonly profile?: boolean;
  /**
   * Returns a stored conversion of the model, or calls `convert` and stores the result. Set by the worker that opens the
   * model.
   * @param form name of the converted form with the version of the conversion
   */
  readonly storedConversion?: (
    model: ModelFiles,
    form: string,
    convert: (onProgress: (fraction: number) => void) => Promise<ModelFiles>,
  ) => Promise<ConvertedModel>;
}

/** The comparison of a converted model with the original, in the engine of its format, on this device. */
export interface ConversionCheck {
  /** Perplexity on a short text, relative to the original. */
  readonly perplexityRatio: number;
  /** Fraction of the tokens for which both models predict the same most probable token. */
  readonly agreement: number;
  /** Prompt tokens per second, relative to the original on the same number of threads. */
  readonly promptSpeedup: number;
  /** Generated tokens per second, relative to the original. */
  readonly generationSpeedup: number;
}

export interface ConvertedModel {
  readonly model: ModelFiles;
  /** `null` if it was not compared. */
  readonly check: ConversionCheck | null;
}

/** Facts about an opened model, for the report. */
export interface EngineFacts {
  readonly engine: EngineId;
  readonly engineVersion: string;
  /** The loaded build of the engine, e.g. `wasm`, `jspi`, `asyncify`. */
  readonly build: string;
  readonly device: DeviceId;
  readonly threads: number;
  /** The type in which the engine computes, if it can differ from that of the model. */
  readonly computePrecision?: 'float32' | 'float16' | 'bfloat16';
  /**
   * The devices that were tried before and failed. `why` is a reason of `core/errors/reason.ts`, an error code or, for an
   * unknown cause, the engine's message.
   */
  readonly failedDevices: readonly { readonly device: DeviceId; readonly why: string }[];
  /** Number of integer convolutions that run faster in float32 with identical results; absent if none. */
  readonly float32Convolutions?: number;
  /** The form to which the model was converted (docs/decoder-graph.md); absent if it was not converted. */
  readonly convertedTo?: 'w8a8';
  /** Absent if a converted model was not compared with the original. */
  readonly conversion?: ConversionCheck;
  /**
   * Time to load the engine's code (script and wasm), which neither the download nor the creation time includes. Absent
   * if not timed separately.
   */
  readonly loadMs?: number;
  /** Time of the engine's set-up, without loading its code and the model's files. */
  readonly createMs: number;
  /** The environment of the program that runs the engine; absent if it is this program. */
  readonly environment?: NativeEnvironment;
}

export interface SessionFacts extends EngineFacts {
  readonly engine: TensorEngineId;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Node counts of the optimised graph by execution provider; present if requested. */
  readonly placement?: Readonly<Record<string, number>>;
}

/** The device, threads and settings chosen for a request that did not specify them. */
export interface ChosenSetup {
  /**
   * `tuning` if the model was tuned on this device; `default` if this device was not measured, the model's header cannot be
   * read or nothing fits.
   */
  readonly by: 'tuning' | 'recommendation' | 'default';
  readonly device: DeviceId;
  /** If absent, the engine's default applies. */
  readonly threads?: number;
  /** Settings that tuning chose; absent if none. */
  readonly settings?: EngineSettings;
}

/** Facts about an opened model that its worker reports, for every engine. */
export interface OpenedModel {
  readonly id: string;
  readonly sizeBytes: number;
  /** Empty if no report needs the hash. */
  readonly sha256: string;
  /** Present if there are several files and their hashes are known. */
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
  /** The facts of the session. For several graphs, those of the first one, with the set-up time of all. */
  readonly facts: SessionFacts;
  /** The roles of the graphs; present if the model has several. */
  readonly graphs?: readonly string[];
  /** Requested or suggested sizes of free dimensions that the task does not determine; absent if none. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** The task's labels by class id; absent if it has none. */
  readonly labels?: readonly string[];
}

/** R26: memory in use by source, never summed. An absent value was not measured. */
export interface MemoryInUse {
  /** Size of the wasm memory. Wasm memory never shrinks, so this is also the peak. */
  readonly wasmHeapBytes?: number;
  /**
   * Peak memory of a native engine's process, with its code, shared libraries, mapped files and all its models.
   */
  readonly processPeakBytes?: number;
  /** Memory that onnxruntime's arena has allocated for the session's weights and activations. */
  readonly arenaBytes?: number;
  /** The weights of a language model, as its engine reports them. */
  readonly weightsBytes?: number;
  /** The KV cache of a language model, computed from its header and the opened context length. */
  readonly kvCacheBytes?: number;
  /** The reasons why a native engine reports no other values. */
  readonly notStated?: readonly MemoryNotStated[];
}

export type MemoryNotStated =
  /** The C APIs of OpenVINO and LiteRT do not report it. */
  | 'engine-memory-not-stated'
  /** A setting turns off onnxruntime's arena. */
  | 'arena-off'
  /** The size of the cache does not follow from the model's header. */
  | 'kv-cache-not-stated';

/** One model opened on one device. */
export interface Session {
  readonly facts: EngineFacts;
  memory(): Promise<MemoryInUse>;
  close(): Promise<void>;
}

/** A session with tensor inputs and outputs. Calls must not overlap. For text, see `text-session.ts`. */
export interface TensorSession extends Session {
  readonly kind: 'tensor';
  readonly facts: SessionFacts;
  /**
   * Resolves after the outputs were read back to host memory. The caller owns the inputs and the outputs.
   * @throws AppError input-invalid | device-lost | out-of-memory
   */
  run(inputs: Tensors): Promise<Tensors>;
  /**
   * Ends profiling and returns the profile of all runs. Present if the session was opened with `profile` and the engine
   * supports it.
   */
  endProfile?(): Promise<EngineTrace>;
  /** Loses the GPU, to test how a session recovers; absent if it does not run on one, or if its engine cannot. */
  readonly loseDevice?: (() => void) | undefined;
}

/** The adapter of an engine, a folder of `src/runtimes`. */
export interface Runtime<S extends Session = TensorSession> {
  readonly id: S['facts']['engine'];
  /** Starts loading the engine's code while the model downloads. `open` reports failures. */
  prepare?(options: OpenOptions): void;
  /** @throws AppError engine-unavailable | model-unsupported | model-corrupt | out-of-memory */
  open(model: ModelFiles, options: OpenOptions): Promise<S>;
}
