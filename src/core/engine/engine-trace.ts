/** A span in a profile, by the engine's clock. */
export interface TraceEvent {
  /** `run` is a whole run, the others are a node on the CPU or a node's work on the GPU. */
  readonly kind: 'run' | 'node' | 'gpu';
  /** The node's name in the optimised graph; empty if it has none. */
  readonly name: string;
  readonly operator: string;
  /** The execution provider; `null` if the engine reports none. */
  readonly provider: string | null;
  readonly startUs: number;
  readonly durationUs: number;
  /** Number of the engine's thread. */
  readonly thread: number;
  /** Bytes of weights and activations read, and of outputs written; absent if the engine does not report them. */
  readonly bytes?: { readonly weights: number; readonly read: number; readonly written: number };
}

/** The profile that an engine recorded. */
export type EngineTrace =
  /** The content of onnxruntime's profile file. */
  { readonly format: 'onnxruntime'; readonly text: string } | LayerTimes;

/** The times of layers, from an engine that reports only means. */
export interface LayerTimes {
  readonly format: 'layers';
  readonly layers: readonly {
    readonly name: string;
    readonly operator: string;
    /** The engine's implementation of the layer, with the type in which it computes. */
    readonly kernel: string;
  }[];
  /** After each run, the mean time of each layer in all runs so far, in microseconds. */
  readonly meansUs: readonly (readonly number[])[];
}
