import type { DeviceMeasurements } from '#planner/choose-setup.ts';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import type { LoadRamp, RampLevel, RampOptions } from '#bench/load-curve/ramp-load.ts';
import type { CompanionAccess } from '#companion-client/access.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { TensorEngineId, TextEngineId } from '#core/engine/engines.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { MeasuredTensors, MeasuredText } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { MemoryInUse, OpenedTensorModel, OpenOptions } from '#core/engine/runtime.ts';
import type { Subject } from '#core/model/model.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { DownloadProgress, FetchRequest, StorageQuota, StoredModel } from '#core/model/stored-model.ts';
import type { FrameRun, TaskRun } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { LinkedFile, LinkedModel } from '#storage/store/stored-index.ts';
import type { OpenedText, TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { EvaluationItem, EvaluationScores, ItemFile, TokenCount } from '#evaluate/items/evaluation-item.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import type { TaskId } from '#tasks/index.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';

export interface OpenRequest {
  readonly subject: Subject;
  readonly engine: TensorEngineId;
  /** If devices or threads are missing, the worker chooses them from the measurements of this device. */
  readonly options: OpenOptions;
  readonly deviceMeasurements?: DeviceMeasurements;
  /** The companion that opens the model; absent if the worker opens it. */
  readonly companion?: CompanionAccess;
  /** Whether a report will contain the model's SHA-256, so that stored files are hashed first. */
  readonly forReport?: boolean;
  /** Sizes of free dimensions of the model's inputs, for a task. */
  readonly dimensions?: Dimensions;
  /** See `DetectionSettings`. */
  readonly maxOverlap?: number | undefined;
  /** The task to open the model for, which may then have several graphs. */
  readonly task?: TaskId;
}

export type { LinkedFile, LinkedModel, MeasuredTensors, MeasuredText, OpenedTensorModel, OpenedText, Progress };

/** The audio input of a task. */
export interface AudioInput {
  /** A WAV file, which the worker decodes, or samples as in `InputAudio`, whose buffer is transferred. */
  readonly audio: File | Float32Array<ArrayBuffer>;
  /** See `InputAudio`; `null` to detect it. */
  readonly language: string | null;
}

/**
 * An image is a file, pixels or a bitmap (a camera frame), which is transferred to the worker and closed there. Texts are
 * copied, or passed as a file with one text per line.
 */
export type TaskInput = Blob | ImageBitmap | ImageData | AudioInput | readonly string[];

/** Evaluates items of a dataset. */
interface EvaluatingWorker {
  /**
   * Runs items and reduces each result to its outcome. Requires a task or a language model.
   * @param returnGroundTruth whether to also return each result as ground truth for another model
   */
  evaluate(items: readonly EvaluationItem[], returnGroundTruth: boolean): Promise<readonly EvaluatedItem[]>;
  /** Computes the task's metrics of the outcomes of `evaluate`. */
  score(outcomes: readonly unknown[]): Promise<EvaluationScores>;
}

/** Consecutive inferences timed in the worker, and the memory in use after them (R26). */
export interface TimedRuns {
  readonly timesMs: readonly number[];
  readonly memory: MemoryInUse;
}

/** The worker of one session. Every method is called through `bridge/session-handle.ts`, one call at a time. */
export interface SessionWorker extends EvaluatingWorker {
  open(request: OpenRequest, onProgress: (progress: Progress) => void): Promise<OpenedTensorModel>;
  /** Transfers the buffers of inputs and outputs, which detaches the sender's. */
  run(inputs: Tensors): Promise<Tensors>;
  /** Runs the model `count` times on the same inputs. Requires a model without a task. */
  time(inputs: Tensors, count: number): Promise<TimedRuns>;
  /** Requires a task. */
  runTask(input: TaskInput, onPartial: ((partial: unknown) => void) | null): Promise<TaskRun<unknown>>;
  /**
   * Opens a video for `runNextFrame`, replacing the open one.
   * @throws AppError file-unreadable
   */
  openVideo(file: Blob): Promise<VideoFacts>;
  /**
   * Runs the task on the next frame of the open video; `null` after the last one. No frame is skipped, and decoding waits
   * for the caller.
   */
  runNextFrame(): Promise<FrameRun<unknown> | null>;
  closeVideo(): Promise<void>;
  /** Computes the image features for drift detection (`drift/image-features.ts`). */
  extractImageFeatures(image: Blob): Promise<Readonly<Record<string, number>>>;
  /** Lists the host of each request that this worker has sent since a time in epoch milliseconds. */
  listRequestsSince(startedAtMs: number): Promise<readonly string[]>;
  /** Runs the task's graphs on a hostile input; `null` if no input type has such a value. */
  runHostile(id: HostileInputId): Promise<HostileOutcome | null>;
  bench(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<MeasuredTensors>;
  /**
   * Sends an increasing number of concurrent requests, which an engine in the page answers one after the other.
   * Requires a model without a task.
   */
  rampLoad(
    request: BenchRequest,
    options: Pick<RampOptions, 'targetMs' | 'maxConcurrency' | 'levelMs'>,
    onLevel: (level: RampLevel) => void,
  ): Promise<LoadRamp>;
  /**
   * Simulates the loss of the GPU: the next run of the open model fails.
   * @throws AppError engine-unavailable if the session cannot lose one
   */
  loseDevice(): Promise<void>;
  /** Measures throughput and latency under load. Requires a model without a task. */
  measureLoadCurve(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<LoadCurve>;
  /**
   * Opens the model a second time with profiling, and runs both sessions interleaved. Requires a model without a task.
   * @throws AppError engine-unavailable if the engine does not support profiling
   */
  profile(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<RecordedProfile>;
}

export interface OpenTextRequest {
  readonly subject: Subject;
  readonly engine: TextEngineId;
  /** Whether another engine may open the model if it was faster on this device. */
  readonly allowsFaster?: boolean;
  /** See `OpenRequest`. */
  readonly options: OpenOptions;
  readonly deviceMeasurements?: DeviceMeasurements;
  /** See `OpenRequest`. */
  readonly companion?: CompanionAccess;
  /** See `OpenRequest`. */
  readonly forReport?: boolean;
}

export interface TextStep {
  /** The text since the last call. */
  readonly text: string;
  /** `null` until the answer has ended. */
  readonly usage: TextUsage | null;
}

/** The worker of one text session, called through `bridge/text-handle.ts`. */
export interface TextWorker extends EvaluatingWorker {
  /**
   * Tokenises a text file and counts its tokens, to divide it into windows.
   * @param path in the dataset
   * @throws AppError input-invalid if the engine has no token scores
   */
  countTokens(path: string, file: ItemFile): Promise<TokenCount>;
  open(request: OpenTextRequest, onProgress: (progress: Progress) => void): Promise<OpenedText>;
  /** Starts an answer. The caller then calls `next` until `usage` is not `null`. */
  start(request: TextRequest): Promise<void>;
  /** Waits for text and returns all of it since the last call, so the page determines the rate of messages. */
  next(): Promise<TextStep>;
  /** Ends the answer at the next token, or the evaluation after the current item. */
  stop(): Promise<void>;
  /** Measures the model and closes it. */
  bench(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<MeasuredText>;
}

/** The page's worker for the model store, called through `bridge/store-handle.ts`. All tabs share one store. */
export interface StoreWorker {
  /** Returns the ids of the models that the browser has cleared since the last start. */
  start(): Promise<readonly string[]>;
  listModels(): Promise<readonly StoredModel[]>;
  listPending(): Promise<readonly FetchRequest[]>;
  readQuota(): Promise<StorageQuota>;
  /** @param ticket identifies this call for `abort` */
  fetch(request: FetchRequest, ticket: string, onProgress: (progress: DownloadProgress) => void): Promise<StoredModel>;
  /** Aborts the `fetch` or `storeCopy` of a ticket. */
  abort(ticket: string): Promise<void>;
  discard(id: string): Promise<void>;
  pin(id: string, isPinned: boolean): Promise<void>;
  verify(id: string): Promise<readonly string[]>;
  remove(id: string): Promise<void>;
  /** @param ticket identifies this call for `abort` */
  storeCopy(files: readonly File[], ticket: string, onCopied: (copiedBytes: number) => void): Promise<StoredModel>;
  linkFiles(files: readonly LinkedFile[]): Promise<LinkedModel>;
  listLinkedFiles(): Promise<readonly LinkedModel[]>;
  touchLinkedFiles(id: string, files: readonly LinkedFile[]): Promise<void>;
  unlinkFiles(id: string): Promise<void>;
  /** Blobs on disk, which are read when they are used. */
  openFiles(id: string): Promise<ReadonlyMap<string, Blob>>;
}
