import type { SteadyState } from './steady-state.ts';
import type { SpeedHeader } from './report-header.ts';
import type { Dimensions } from './bench-request.ts';

/** R22, R24: does this run's output agree with the reference of the same model and input? */
export type Agreement =
  | {
      readonly verdict: 'identical' | 'expected' | 'investigate' | 'broken';
      readonly metric: 'cosine' | 'top-1';
      readonly value: number;
      /** `null` if an output has a different shape from its reference or contains values that are not finite. */
      readonly maxAbsDifference: number | null;
      /** The source of the reference: a {@link ReferenceId}, or e.g. `onnxruntime 1.30.0 native CPU`. */
      readonly reference: string;
    }
  | NotCompared;

/** The reference run: a second run of the model on the same device, to compare outputs with. */
export type ReferenceId =
  | 'this-device-wasm'
  | 'this-device-wasm-unoptimised'
  | 'this-device-wasm-1-thread'
  | 'this-device-wasm-2-threads'
  | 'this-device-cpu' // onnxruntime, natively
  | 'this-device-cpu-unoptimised'
  | 'this-device-cpu-1-thread' // of the same engine
  | 'this-device-cpu-2-threads';

/** `why` is a code, optionally followed by `: ` and the engine's message. */
interface NotCompared {
  readonly verdict: 'not-measured';
  readonly why: string;
}

/** One input shape of a workload, e.g. the decoder at depth 512. */
export interface Cell {
  readonly name: string;
  readonly firstMs: number;
  readonly warmup: { readonly runs: number; readonly ms: number; readonly stable: boolean };
  /** Whether the time cap ended the cell before the required number of samples. */
  readonly capped: boolean;
  readonly steady: SteadyState;
  readonly agreement: Agreement;
}

/** Calls from the page to a session in another process, of the inputs of the first cell: transport and inference. */
export interface RoundTrip {
  readonly medianMs: number;
  readonly n: number;
}

/** A model with tensor inputs and outputs. */
export interface TensorReport extends SpeedHeader {
  readonly kind: 'tensor';
  readonly cells: readonly Cell[];
  /** Sizes set for free dimensions of a user-supplied model. */
  readonly dimensions?: Dimensions;
  /** Nodes of the optimised graph by execution provider; absent if the engine does not report it. */
  readonly placement?: Readonly<Record<string, number>>;
  /** The number of integer convolutions that ran in float32, with identical results; absent if none. */
  readonly float32Convolutions?: number;
  /** Absent if the session ran in the program that measured it. */
  readonly roundTrip?: RoundTrip;
  /** A request to a remote server that computes nothing: a part of each of its samples. Absent if there is no server. */
  readonly emptyRequest?: RoundTrip;
}
