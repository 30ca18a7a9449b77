/** A span of time in a profile, on the engine's own clock. */
export interface TraceEvent {
  /** A whole run, a node on the processor, or a node's work on the GPU. */
  readonly kind: 'run' | 'node' | 'gpu';
  /** The node's name in the graph that the engine runs, where it has names. */
  readonly name: string;
  readonly operator: string;
  /** The engine's name of the provider; `null` if it does not give one. */
  readonly provider: string | null;
  readonly startUs: number;
  readonly durationUs: number;
  /** The engine's thread. */
  readonly thread: number;
  /** Bytes of weights and activations read, and of outputs; absent if the engine does not state them. */
  readonly bytes?: { readonly weights: number; readonly read: number; readonly written: number };
}

/** What an engine recorded of its runs. */
export type EngineTrace =
  /** The text of onnxruntime's profile file. */
  { readonly format: 'onnxruntime'; readonly text: string } | LayerTimes;

/** The time of each layer, of an engine that reports only means. */
export interface LayerTimes {
  readonly format: 'layers';
  readonly layers: readonly {
    readonly name: string;
    readonly operator: string;
    /** The implementation that the engine chose, with the type in which it computes. */
    readonly kernel: string;
  }[];
  /** The mean time of each layer in all runs so far, after each run, in whole microseconds. */
  readonly meansUs: readonly (readonly number[])[];
}
