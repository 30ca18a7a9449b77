import type { SteadyState } from './steady-state.ts';
import type { SpeedHeader } from './report-header.ts';
import type { Dimensions } from './bench-request.ts';

/** R22, R24: the agreement of this run's outputs with the reference of the same model and input. */
export type Agreement =
  | {
      readonly verdict: 'identical' | 'expected' | 'investigate' | 'broken';
      readonly metric: 'cosine' | 'top-1';
      readonly value: number;
      /** `null` if the shape of an output differs from its reference, or if an output contains non-finite values. */
      readonly maxAbsDifference: number | null;
      /** The source of the reference: a {@link ReferenceId}, or e.g. `onnxruntime 1.30.0 native CPU`. */
      readonly reference: string;
    }
  | NotCompared;

/** The configuration of a reference run, whose outputs a run on the same machine is compared with. */
export type ReferenceId =
  | 'this-device-wasm'
  | 'this-device-wasm-unoptimised'
  | 'this-device-wasm-1-thread'
  | 'this-device-wasm-2-threads'
  | 'this-device-cpu' // onnxruntime on the CPU, natively
  | 'this-device-cpu-unoptimised'
  | 'this-device-cpu-1-thread' // the same engine on the CPU with one thread
  | 'this-device-cpu-2-threads';

/** The outputs were not compared. `why` is a code, which may be followed by `: ` and the engine's message. */
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

/** The time of calls to a session in another process with the inputs of the first cell: transport and inference. */
export interface RoundTrip {
  readonly medianMs: number;
  readonly n: number;
}

/** The report of a model with tensor inputs and outputs. */
export interface TensorReport extends SpeedHeader {
  readonly kind: 'tensor';
  readonly cells: readonly Cell[];
  /** Sizes set for free dimensions of a user-supplied model. */
  readonly dimensions?: Dimensions;
  /** Nodes of the optimised graph by execution provider; absent if the engine does not report it. */
  readonly placement?: Readonly<Record<string, number>>;
  /** Number of integer convolutions that ran in float32 with identical results; absent if none. */
  readonly float32Convolutions?: number;
  /** Absent if the session ran in the program that measured it. */
  readonly roundTrip?: RoundTrip;
  /** The round trip to a remote server without computation, which its samples include; absent without a server. */
  readonly emptyRequest?: RoundTrip;
}
