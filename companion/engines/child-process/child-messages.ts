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

/** A tensor in the shared memory. */
export interface SharedTensor {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  /** The offset in bytes from the beginning of the memory. */
  readonly offset: number;
  /** The length in bytes of a tensor of strings, which does not follow from its shape. */
  readonly byteLength?: number;
}

/** The calls from the parent to a child: the parameters, intermediate updates and result of each. */
export interface Calls {
  /** Loads the engine. */
  probe: { parameters: object; update: never; result: EngineProbe };
  open: {
    parameters: { session: number; model: ModelFolder; options: OpenOptions };
    update: never;
    result: EngineFacts;
  };
  run: {
    parameters: { session: number; inputs: readonly SharedTensor[]; outputsOffset: number };
    update: never;
    /** The outputs of a run, which may have enlarged the shared memory. */
    result: readonly SharedTensor[];
  };
  bench: {
    parameters: { session: number; request: BenchRequest; orderSeed: number };
    update: Progress;
    result: MeasuredRun;
  };
  profile: { parameters: { session: number; request: BenchRequest }; update: Progress; result: RecordedProfile };
  generate: { parameters: { session: number; request: TextRequest }; update: string; result: TextUsage };
  time: { parameters: { session: number; request: TimedTextRequest }; update: never; result: TextTiming };
  embed: { parameters: { session: number; text: string }; update: never; result: Embedding };
  tokenise: { parameters: { session: number; text: string }; update: never; result: TokenisedText };
  predict: {
    parameters: { session: number; tokens: readonly number[]; from: number };
    update: never;
    result: readonly TokenPrediction[];
  };
  vocabulary: { parameters: { session: number }; update: never; result: readonly string[] };
  memory: { parameters: { session: number }; update: never; result: MemoryInUse };
  close: { parameters: { session: number }; update: never; result: null };
}

export type CallName = keyof Calls;

/** A message from the parent. A cancelled call still gets a reply: its partial result, or the error `aborted`. */
export type ParentMessage =
  | { [Name in CallName]: { readonly id: number; readonly call: Name } & Readonly<Calls[Name]['parameters']> }[CallName]
  | { readonly cancel: number };

/** A message from the child. */
export type ChildMessage = { readonly id: number } & (
  | { readonly update: unknown }
  | { readonly result: unknown }
  | { readonly error: { readonly code: ErrorCode; readonly facts: ErrorFacts } }
);

export interface EngineProbe {
  readonly engine: EngineId;
  readonly version: string;
  readonly devices: readonly EngineDevice[];
}
