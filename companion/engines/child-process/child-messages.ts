import type { EngineId } from '#core/engine/engines.ts';
import type { ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { EngineFacts, MemoryInUse, OpenOptions } from '#core/engine/runtime.ts';
import type { DataType } from '#core/engine/tensor.ts';
import type {
  TextRequest,
  TextTiming,
  TextUsage,
  TimedTextRequest,
  TokenisedText,
  TokenPrediction,
} from '#core/engine/text-session.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import type { ModelFolder } from '../model-on-disk.ts';
import type { Embedding, EngineDevice } from '../native-engine.ts';

/** A tensor in the shared memory, which begins at the byte `at`. */
export interface PlacedTensor {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly at: number;
  /** Length of a tensor of strings, which does not follow from the shape. */
  readonly byteLength?: number;
}

/** The calls from the parent to a child: the parameters, progress reports and result of each. */
export interface Calls {
  /** Loads the engine. */
  probe: { parameters: object; part: never; result: EngineProbe };
  open: { parameters: { session: number; model: ModelFolder; options: OpenOptions }; part: never; result: EngineFacts };
  run: {
    parameters: { session: number; inputs: readonly PlacedTensor[]; outputsAt: number };
    part: never;
    /** The shared memory may have grown. */
    result: readonly PlacedTensor[];
  };
  bench: {
    parameters: { session: number; request: BenchRequest; orderSeed: number };
    part: Progress;
    result: MeasuredRun;
  };
  profile: { parameters: { session: number; request: BenchRequest }; part: Progress; result: RecordedProfile };
  generate: { parameters: { session: number; request: TextRequest }; part: string; result: TextUsage };
  time: { parameters: { session: number; request: TimedTextRequest }; part: never; result: TextTiming };
  embed: { parameters: { session: number; text: string }; part: never; result: Embedding };
  tokenise: { parameters: { session: number; text: string }; part: never; result: TokenisedText };
  predict: {
    parameters: { session: number; tokens: readonly number[]; from: number };
    part: never;
    result: readonly TokenPrediction[];
  };
  vocabulary: { parameters: { session: number }; part: never; result: readonly string[] };
  memory: { parameters: { session: number }; part: never; result: MemoryInUse };
  close: { parameters: { session: number }; part: never; result: null };
}

export type CallName = keyof Calls;

/** A message from the parent. A cancelled call still has a reply: its partial result, or the error `aborted`. */
export type ToChild =
  | { [Name in CallName]: { readonly id: number; readonly call: Name } & Readonly<Calls[Name]['parameters']> }[CallName]
  | { readonly cancel: number };

/** A message from the child. */
export type FromChild = { readonly id: number } & (
  | { readonly part: unknown }
  | { readonly result: unknown }
  | { readonly error: { readonly code: ErrorCode; readonly facts: ErrorFacts } }
);

export interface EngineProbe {
  readonly engine: EngineId;
  readonly version: string;
  readonly devices: readonly EngineDevice[];
}
