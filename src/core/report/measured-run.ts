import type { MemoryInUse } from '../engine/runtime.ts';
import type { MeasuredPower } from './report-energy.ts';
import type { Cell, RoundTrip } from './tensor-report.ts';
import type { TextDetails, TextCell } from './text-report.ts';

/** The measurements of a session's worker. The page adds the environment and interruptions. */
interface MeasuredBase {
  /**
   * Start and end of each sample in epoch milliseconds, by cell, so that the page can exclude interrupted samples.
   */
  readonly spans: readonly (readonly (readonly [start: number, end: number])[])[];
  readonly clockStepUs: number;
  /** Seed of the order of the cells (R17). */
  readonly orderSeed: number;
  /** R26: after all timing, and before a reference run is opened in the same memory. */
  readonly memory: MemoryInUse;
  /** Set by the worker that has the model's files. */
  readonly modelDetails?: ModelDetails;
  /** Power of the machine; absent in a page. */
  readonly power?: MeasuredPower;
}

export interface MeasuredTensors extends MeasuredBase {
  readonly kind: 'tensor';
  readonly cells: readonly Cell[];
  /** Present for a session in another process. */
  readonly roundTrip?: RoundTrip;
  /** The round trip of a remote server without computation, which its samples include. */
  readonly emptyRequest?: RoundTrip;
}

export interface MeasuredText extends MeasuredBase, TextDetails {
  readonly kind: 'text';
  readonly cells: readonly TextCell[];
  /** Time to first token, with samples from the runs of the first cell. */
  readonly firstToken: NonNullable<TextDetails['firstToken']>;
  /**
   * Whether the cells are smaller than standard, because the device is slow or the context is short.
   */
  readonly isReduced: boolean;
}

/** A run before its report is assembled (`bench/report/assemble-report.ts`). */
export type MeasuredRun = MeasuredTensors | MeasuredText;

/** Details of the model that was measured (R19). */
export interface ModelDetails {
  /** Element type of the weights, e.g. `float32`, `uint8 (qoperator)`; absent if the file does not specify it. */
  readonly weightType?: string;
  /** Nodes of the optimised graph by execution provider; absent if the engine does not report it. */
  readonly placement?: Readonly<Record<string, number>>;
}
