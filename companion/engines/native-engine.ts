import type { DeviceId } from '#core/engine/engines.ts';
import type { Runtime, Session, TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { TextSession, TokenScores } from '#core/engine/text-session.ts';

/** A device as an engine reports it. */
export interface EngineDevice {
  readonly device: DeviceId;
  /** The engine's name for the device, such as `GPU.0`. */
  readonly name: string;
  /** The setting `provider` with which the engine uses the device; absent if none is needed. */
  readonly provider?: string;
}

/**
 * A native library that opens models. It is only loaded into a child process (`child-process/`), because it may crash.
 */
export interface NativeEngine<S extends Session = NativeSession> extends Runtime<S> {
  /** The version of the loaded library. */
  readonly version: string;
  /** Lists the devices that the engine can use on this machine. */
  listDevices(): readonly EngineDevice[] | Promise<readonly EngineDevice[]>;
}

export interface NativeRunOptions {
  /** Ends the run with the error `aborted` if the engine supports that. */
  readonly signal?: AbortSignal;
  /** Allocates memory for an output, aligned to 64 bytes. By default, each output gets its own buffer. */
  readonly allocate?: (byteLength: number) => Uint8Array<ArrayBuffer>;
}

/** A session of a native engine. Its runs do not block this process's event loop. */
export interface NativeSession extends TensorSession {
  run(inputs: Tensors, options?: NativeRunOptions): Promise<Tensors>;
}

/** The embedding vector of a text. */
export interface Embedding {
  readonly vector: readonly number[];
  /** The number of input tokens; `null` if unknown. */
  readonly tokens: number | null;
}

/** A language model of a native engine. */
export interface NativeTextSession extends TextSession {
  readonly scores: TokenScores;
  /**
   * Computes the embedding of a text, pooled as the model specifies.
   * @throws AppError input-invalid
   */
  embed(text: string): Promise<Embedding>;
}

/** Allocates memory for one output. The caller owns it. */
export function allocateOutput(byteLength: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(byteLength);
}
