import type { EngineSettings } from './engine-settings.ts';
import type { DeviceId, EngineId, TensorEngineId } from './engines.ts';
import type { ModelFiles } from './model.ts';
import type { Tensors, TensorSpec } from './tensor.ts';

/** How a model is opened. An absent field is left to the engine. */
export interface OpenOptions extends EngineSettings {
  /** Tried in this order; the first that opens the model wins and the session says why the others did not. */
  readonly devices: readonly DeviceId[];
  /** wasm threads; capped by what the device has. */
  readonly threads?: number;
  /** Have the session say where its nodes run; opening then takes longer, so not in a session that is timed. */
  readonly placement?: boolean;
}

/** What was really opened, for the report. */
export interface EngineFacts {
  readonly runtime: EngineId;
  readonly runtimeVersion: string;
  /** Which of the engine's builds is loaded, e.g. `wasm`, `jspi`, `asyncify`. */
  readonly build: string;
  readonly device: DeviceId;
  readonly threads: number;
  /** The devices asked for and refused before this one, with the engine's reason. */
  readonly refused: readonly { readonly device: DeviceId; readonly why: string }[];
  /** Convolutions of integers that run in float32, with the same results, since they are faster so; absent: none. */
  readonly float32Convolutions?: number;
  /** Until the engine's code, script and wasm, was here: part of neither download nor creation. Absent: not timed apart. */
  readonly loadMs?: number;
  /** The engine's own set-up, the loading of its code and of the model's files excluded. */
  readonly createMs: number;
}

export interface SessionFacts extends EngineFacts {
  readonly runtime: TensorEngineId;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Nodes of the optimised graph by execution provider, as the engine names it; where it was asked for. */
  readonly placement?: Readonly<Record<string, number>>;
}

/** The device, and on wasm the threads, of a model whose request left them open. */
export interface ChosenSetup {
  /** `default`: this device was not measured, or the model's header cannot be read or nothing fits. */
  readonly by: 'recommendation' | 'default';
  readonly device: DeviceId;
  /** Absent: as many as the engine takes by itself. */
  readonly threads?: number;
}

/** What a session's worker says once its model is open, whatever the engine. */
export interface OpenedModel {
  readonly id: string;
  readonly sizeBytes: number;
  /** Empty where no report was to name it. */
  readonly sha256: string;
  /** null: nothing had to be fetched. */
  readonly downloadMs: number | null;
  /** Absent: the request named device and threads. */
  readonly chosen?: ChosenSetup;
  /** Where most of the engine's code came from; absent where the browser does not tell. */
  readonly codeFrom?: 'network' | 'cache';
}

/** The same of a model that takes and gives tensors. */
export interface Opened extends OpenedModel {
  /** Of several graphs those of the first, with the set-up of all. */
  readonly facts: SessionFacts;
  /** Roles of the graphs, where the model has several. */
  readonly graphs?: readonly string[];
}

/** R26: memory in use, from each source that states it, never added up. An absent figure was not measured. */
export interface MemoryInUse {
  /** Of the session's wasm memory now; such memory never shrinks, so it is the peak as well. */
  readonly wasmHeapBytes?: number;
}

/** One model opened on one device. */
export interface Session {
  readonly facts: EngineFacts;
  memory(): Promise<MemoryInUse>;
  close(): Promise<void>;
}

/** One that takes and gives tensors; of text: `text.ts`. Calls are made one at a time. */
export interface TensorSession extends Session {
  readonly kind: 'tensor';
  readonly facts: SessionFacts;
  /**
   * Resolves once the outputs are read back to host memory. The inputs stay the caller's; the outputs are the caller's.
   * @throws AppError input-invalid | device-lost | out-of-memory
   */
  run(inputs: Tensors): Promise<Tensors>;
}

/** An engine that opens models. One folder in `src/runtimes`, one line in its index, one contract test. */
export interface Runtime<S extends Session = TensorSession> {
  readonly id: S['facts']['runtime'];
  /** Starts loading the code that `open` will need first, beside the model's own download. `open` meets what fails. */
  prepare?(options: OpenOptions): void;
  /** @throws AppError runtime-unavailable | model-unsupported | model-corrupt | out-of-memory */
  open(model: ModelFiles, options: OpenOptions): Promise<S>;
}
