import { afterEach, vi } from 'vitest';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type {
  LinkedFile,
  LinkedModel,
  OpenedTensorModel,
  OpenedText,
  OpenRequest,
  OpenTextRequest,
  TaskInput,
  TextStep,
  TimedRuns,
} from '#bridge/session-contract.ts';
import type { EvaluationItem, EvaluationScores } from '#evaluate/items/evaluation-item.ts';
import type { Inspection, InspectWorker, Listing } from '#bridge/inspect-contract.ts';
import type { DocumentList, ReadDocument } from '#bridge/files-contract.ts';
import type { FilesHandle as RealFilesHandle } from '#bridge/files-handle.ts';
import type { InspectHandle as RealInspectHandle } from '#bridge/inspect-handle.ts';
import type { SessionHandle } from '#bridge/session-handle.ts';
import type { FetchOptions, StoreHandle as RealStoreHandle } from '#bridge/store-handle.ts';
import type { TextHandle } from '#bridge/text-handle.ts';
import type { CallOptions, ProgressCallOptions } from '#bridge/call-options.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { delay, abortable } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import type { DownloadProgress, FetchRequest, StorageQuota, StoredModel } from '#core/model/stored-model.ts';
import type { FrameRun, TaskRun } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import type { RatedVariant, RatedVariants } from '#planner/rate-variants.ts';
import type { UnreadModel } from '#planner/rate-without-header.ts';
import type { Recommendation, RecommendOptions } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import type { SecurityScan } from '#validation/security/scan-model.ts';
import { automation, reportStart } from './shell/automation-status.ts';

/**
 * Fakes of the bridge without workers, with its export names: `vi.mock('#bridge/session-handle.ts', () => import(this
 * file))`. Every call waits until the test resolves it or it is aborted, as in the bridge.
 */

/** A call that the test must resolve. */
export interface FakeCall<Request, Answer> {
  readonly request: Request;
  answer(answer: Answer): void;
  fail(error: AppError): void;
}

export class Calls<Request, Answer> extends Array<FakeCall<Request, Answer>> {
  make(request: Request, ...stops: readonly (AbortSignal | undefined)[]): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.push({ request, answer: resolve, fail: reject });
    return abortable(AbortSignal.any(stops.filter((stop) => stop !== undefined)), promise);
  }
}

type MeasuredRun = Awaited<ReturnType<SessionHandle['bench']>>;

/** Requests to open a model, in order. */
export const openCalls = new Calls<OpenRequest, SessionHandle>();

/** Requests to open a language model, in order. */
export const openTextCalls = new Calls<OpenTextRequest, FakeTextSession>();

afterEach(() => {
  openCalls.length = 0;
  openTextCalls.length = 0;
  inspectors.length = 0;
});

// Globals of a page that Node does not have.
vi.stubGlobal('location', { href: 'https://assay.test/#/', hash: '#/' });
vi.stubGlobal('history', { replaceState() {} });
vi.stubGlobal('addEventListener', () => {});
vi.stubGlobal('removeEventListener', () => {});
vi.stubGlobal('crossOriginIsolated', false);
vi.stubGlobal('isSecureContext', true);

export const openSession = (request: OpenRequest, { signal }: ProgressCallOptions = {}): Promise<SessionHandle> =>
  openCalls.make(request, signal);

export const openTextSession = (
  request: OpenTextRequest,
  { signal }: ProgressCallOptions = {},
): Promise<FakeTextSession> => openTextCalls.make(request, signal);

export class FakeSession implements SessionHandle {
  opened: OpenedTensorModel;
  alive = true;
  readonly runs = new Calls<TaskInput, TaskRun<unknown>>();
  /** Results by the number of inferences. */
  readonly timings = new Calls<number, TimedRuns>();
  readonly benches = new Calls<BenchRequest, MeasuredRun>();
  readonly evaluations = new Calls<readonly EvaluationItem[], readonly EvaluatedItem[]>();
  readonly scorings = new Calls<readonly unknown[], EvaluationScores>();
  /** Reports progress of the latest measurement. */
  progress: (progress: Progress) => void = () => {};
  readonly #closing = new AbortController();

  constructor(id = 'model') {
    this.opened = {
      facts: {
        engine: 'ort',
        engineVersion: '1',
        build: 'wasm',
        device: 'wasm',
        threads: 1,
        failedDevices: [],
        createMs: 1,
        inputs: [],
        outputs: [],
      },
      id,
      sizeBytes: 1,
      sha256: '',
      downloadMs: null,
    };
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  runTask(input: TaskInput, { signal }: CallOptions = {}): Promise<TaskRun<unknown>> {
    return this.runs.make(input, this.#closing.signal, signal);
  }

  /** Returns features by the text of the image's file. */
  async imageFeatures(image: Blob): Promise<Readonly<Record<string, number>>> {
    return { brightness: Number(await image.text()) };
  }

  readonly videos = new Calls<Blob, VideoFacts>();
  readonly frames = new Calls<null, FrameRun<unknown> | null>();

  openVideo(file: Blob): Promise<VideoFacts> {
    return this.videos.make(file, this.#closing.signal);
  }

  nextFrame(): Promise<FrameRun<unknown> | null> {
    return this.frames.make(null, this.#closing.signal);
  }

  async closeVideo(): Promise<void> {}

  run(): never {
    throw new AppError('internal', { why: 'no page runs tensors' });
  }

  readonly curves = new Calls<BenchRequest, LoadCurve>();

  loadCurve(request: BenchRequest, { signal }: CallOptions = {}): Promise<LoadCurve> {
    return this.curves.make(request, this.#closing.signal, signal);
  }

  readonly profiles = new Calls<BenchRequest, RecordedProfile>();

  profile(request: BenchRequest, { signal }: CallOptions = {}): Promise<RecordedProfile> {
    return this.profiles.make(request, this.#closing.signal, signal);
  }

  time(_inputs: Tensors, count: number, { signal }: CallOptions = {}): Promise<TimedRuns> {
    return this.timings.make(count, this.#closing.signal, signal);
  }

  evaluate(items: readonly EvaluationItem[], { signal }: CallOptions = {}): Promise<readonly EvaluatedItem[]> {
    return this.evaluations.make(items, this.#closing.signal, signal);
  }

  score(outcomes: readonly unknown[]): Promise<EvaluationScores> {
    return this.scorings.make(outcomes, this.#closing.signal);
  }

  async requestsSince(): Promise<readonly string[]> {
    return [];
  }

  runHostile(): Promise<'finite'> {
    return Promise.resolve('finite');
  }

  bench(request: BenchRequest, { signal, onProgress }: ProgressCallOptions = {}): Promise<MeasuredRun> {
    this.progress = (progress) => !signal?.aborted && onProgress?.(progress);
    return this.benches.make(request, this.#closing.signal, signal);
  }

  close(): void {
    this.alive = false;
    this.#closing.abort();
  }
}

/** The part of a text session that the Chat page uses. */
export class FakeTextSession implements Pick<TextHandle, 'opened' | 'alive' | 'generate' | 'close'> {
  readonly opened: OpenedText;
  alive = true;
  /** One call per piece of an answer, with the request of that answer. */
  readonly steps = new Calls<TextRequest, TextStep>();
  /** Whether the latest answer was stopped. */
  isStopped = false;
  #isAnswering = false;
  readonly #closing = new AbortController();

  constructor({ hasChatTemplate = true } = {}) {
    this.opened = {
      facts: {
        engine: 'wllama',
        engineVersion: '1',
        build: 'wasm',
        device: 'wasm',
        threads: 1,
        failedDevices: [],
        createMs: 1,
        contextLength: 2048,
        trainedContextLength: 2048,
        kvCacheBytes: null,
        hasChatTemplate,
        timed: { sampling: 'inside', tokenising: 'outside' },
      },
      id: 'model.gguf',
      sizeBytes: 1,
      sha256: '',
      downloadMs: null,
    };
  }

  async *generate(request: TextRequest, { signal }: CallOptions = {}): AsyncGenerator<string, TextUsage> {
    if (this.#isAnswering) throw new AppError('internal', { why: 'two answers at once' });
    this.#isAnswering = true;
    this.isStopped = signal?.aborted ?? false;
    signal?.addEventListener('abort', () => (this.isStopped = true));
    try {
      for (;;) {
        const { text, usage } = await this.steps.make(request, this.#closing.signal);
        if (text) yield text;
        if (usage) return usage;
      }
    } finally {
      this.#isAnswering = false;
    }
  }

  close(): void {
    this.alive = false;
    this.#closing.abort();
  }
}

/** Header-reading workers, in the order in which they were started. */
export const inspectors: InspectHandle[] = [];

export class InspectHandle implements Pick<RealInspectHandle, keyof RealInspectHandle> {
  /** Reads of headers: the files, the URL, the workload or the variant. */
  readonly reads = new Calls<
    Parameters<InspectWorker['readFiles' | 'readAddress' | 'readWorkload' | 'readVariant']>[0],
    Inspection
  >();
  /** Reads of the same header for other sizes. */
  readonly resizes = new Calls<Dimensions, Inspection>();
  readonly lists = new Calls<string, Listing>();
  readonly recommendations = new Calls<RecommendOptions, Recommendation>();
  readonly ratings = new Calls<readonly Variant[], RatedVariants>();
  readonly unreadRatings = new Calls<readonly UnreadModel[], readonly (RatedVariant | null)[]>();
  readonly hashes = new Calls<File, string>();
  readonly scans = new Calls<readonly File[], SecurityScan>();
  isClosed = false;

  constructor() {
    inspectors.push(this);
  }

  readFiles(files: readonly File[], { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.make(files, signal);
  }

  scanFiles(files: readonly File[], { signal }: CallOptions = {}): Promise<SecurityScan> {
    return this.scans.make(files, signal);
  }

  readAddress(url: string, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.make(url, signal);
  }

  readWorkload(id: WorkloadId): Promise<Inspection> {
    return this.reads.make(id);
  }

  readVariant(variant: Variant, _: unknown, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.make(variant, signal);
  }

  resize(sizes: Dimensions, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.resizes.make(sizes, signal);
  }

  list(_hub: string, repository: string, _revision: string, { signal }: CallOptions = {}): Promise<Listing> {
    return this.lists.make(repository, signal);
  }

  hash(file: File, { signal }: CallOptions = {}): Promise<string> {
    return this.hashes.make(file, signal);
  }

  recommend(_: DeviceProfile, options: RecommendOptions): Promise<Recommendation> {
    return this.recommendations.make(options);
  }

  rate(variants: readonly Variant[]): Promise<RatedVariants> {
    return this.ratings.make(variants);
  }

  rateUnread(models: readonly UnreadModel[]): Promise<readonly (RatedVariant | null)[]> {
    return this.unreadRatings.make(models);
  }

  close(): void {
    this.isClosed = true;
  }
}

/** Store workers, in the order in which they were started. */
export const stores: StoreHandle[] = [];

export class StoreHandle implements Pick<RealStoreHandle, keyof RealStoreHandle> {
  readonly starts = new Calls<null, readonly string[]>();
  stored: readonly StoredModel[] = [];
  readonly fetches = new Calls<FetchRequest, StoredModel>();
  readonly reads = new Calls<string, ReadonlyMap<string, Blob>>();
  readonly verifications = new Calls<string, readonly string[]>();
  readonly changes = new Calls<string, void>();
  readonly links = new Calls<readonly LinkedFile[], LinkedModel>();
  /** Reports progress of the latest download. */
  progress: (progress: DownloadProgress) => void = () => {};

  constructor() {
    stores.push(this);
  }

  start(): Promise<readonly string[]> {
    return this.starts.make(null);
  }

  async models(): Promise<readonly StoredModel[]> {
    return this.stored;
  }

  async pending(): Promise<readonly FetchRequest[]> {
    return [];
  }

  async quota(): Promise<StorageQuota> {
    return { usedBytes: 0, quotaBytes: null, isPersistent: false, backend: 'opfs' };
  }

  fetch(request: FetchRequest, { signal, onProgress }: FetchOptions = {}): Promise<StoredModel> {
    this.progress = (progress) => onProgress?.(progress);
    return this.fetches.make(request, signal);
  }

  discard(id: string): Promise<void> {
    return this.changes.make(`discard ${id}`);
  }

  pin(id: string): Promise<void> {
    return this.changes.make(`pin ${id}`);
  }

  verify(id: string): Promise<readonly string[]> {
    return this.verifications.make(id);
  }

  remove(id: string): Promise<void> {
    return this.changes.make(`remove ${id}`);
  }

  storeCopy(): never {
    throw new AppError('internal', { why: 'no test copies' });
  }

  linkFiles(files: readonly LinkedFile[]): Promise<LinkedModel> {
    return this.links.make(files);
  }

  async linkedFiles(): Promise<readonly LinkedModel[]> {
    return [];
  }

  touchLinkedFiles(id: string): Promise<void> {
    return this.changes.make(`touch ${id}`);
  }

  unlinkFiles(id: string): Promise<void> {
    return this.changes.make(`unlink ${id}`);
  }

  files(id: string): Promise<ReadonlyMap<string, Blob>> {
    return this.reads.make(id);
  }

  close(): void {}
}

/** Workers of the user's files, in the order in which they were started. */
export const filesHandles: FilesHandle[] = [];

export class FilesHandle implements Pick<RealFilesHandle, keyof RealFilesHandle> {
  /** Files to read, and ids of documents to read again. */
  readonly reads = new Calls<File | string, ReadDocument>();
  /** Ids of the documents whose vectors were added. */
  readonly added: string[] = [];
  isAlive = true;

  constructor() {
    filesHandles.push(this);
  }

  async list(): Promise<DocumentList> {
    return { documents: [], isPersistent: true };
  }

  read(file: File, _model: string, { signal }: CallOptions): Promise<ReadDocument> {
    return this.reads.make(file, signal);
  }

  readAgain(id: string, signal: AbortSignal): Promise<ReadDocument> {
    return this.reads.make(id, signal);
  }

  add(id: string): Promise<DocumentList> {
    this.added.push(id);
    return this.list();
  }

  remove(): Promise<DocumentList> {
    return this.list();
  }

  wipe(): Promise<DocumentList> {
    return this.list();
  }

  search(): never {
    throw new AppError('internal', { why: 'no test searches' });
  }

  close(): void {
    this.isAlive = false;
  }
}

/** The last piece of an answer. */
export function lastStep(text: string, ended: TextUsage['ended'] = 'model'): TextStep {
  const usage = { promptTokens: 1, tokens: 1, ttftMs: 1, prefillTokensPerS: null, decodeTokensPerS: null, ended };
  return { text, usage };
}

export function taskRun<Result>(result: Result): TaskRun<Result> {
  return { result, timing: { preMs: 1, inferenceMs: 2, postMs: 3 }, graphRuns: { model: 1 } };
}

/** Waits until all pending promise callbacks have run. */
export const flushPromises = (): Promise<void> => delay(0);

/** Reports as the next page would after this one was left. */
export function openNextPage(): ReturnType<typeof lastStatus> {
  reportStart('ready');
  return lastStatus();
}

/** The latest report of the page, without its actions. */
export function lastStatus() {
  const { state, progress, result, link, error } = automation;
  return { state, progress, result, link, error };
}
