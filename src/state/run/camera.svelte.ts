import { AppError, asAppError, type ErrorFacts } from '#core/errors/error.ts';
import type { Reason } from '#core/errors/reason.ts';
import type { TaskRun } from '#core/task/task.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** The time window over which the frame rate is computed. */
const rateWindowMs = 2000;

/** A frame with its result. The receiver closes the image. */
interface Snapshot<Result> {
  readonly image: ImageBitmap;
  readonly result: Result;
}

/** Runs a task on camera frames, one at a time: frames that arrive during a run are skipped. */
export class Camera<Result> {
  state = $state<'off' | 'starting' | 'live'>('off');
  error = $state.raw<AppError | null>(null);
  /** The latest run, and the size in pixels of its frame. */
  run = $state.raw<TaskRun<Result> | null>(null);
  frameSize = $state.raw({ width: 0, height: 0 });
  /**
   * Results per second over the last two seconds, or over the last two results if one takes longer; `null` until there
   * are two.
   */
  framesPerSecond = $state<number | null>(null);
  /** The number of camera frames that were skipped because another frame was running. */
  droppedCount = $state(0);
  /** The ids of this device's cameras; empty until one has been opened, because the browser then lists them. */
  cameraIds = $state.raw<readonly string[]>([]);
  readonly #model: Pick<OpenModel, 'run' | 'isOpening'>;
  readonly #onDropped: (count: number) => void;
  /** The camera to use; `null` for the one that faces away from the user, if there is one. */
  #cameraId: string | null = null;
  #snapshot: PromiseWithResolvers<Snapshot<Result> | null> | null = null;
  #stream: MediaStream | null = null;
  #session = 0;
  #resultTimesMs: number[] = [];
  /**
   * The number of frames that the browser had presented when the last one ran; `null` if the browser does not count
   * frames.
   */
  #presentedFrames: number | null = null;

  /** @param onDropped called with the number of skipped frames */
  constructor(model: Pick<OpenModel, 'run' | 'isOpening'>, onDropped: (count: number) => void = () => {}) {
    this.#model = model;
    this.#onDropped = onDropped;
  }

  /** Requests the camera, shows it in `video` and runs until `stop`. Errors are in `error`. */
  async start(video: HTMLVideoElement): Promise<void> {
    this.stop();
    const session = ++this.#session;
    this.error = null;
    this.state = 'starting';
    try {
      const stream = await requestCamera(this.#cameraId);
      if (session !== this.#session) return endTracks(stream); // stopped during the permission prompt
      this.#stream = stream;
      stream
        .getVideoTracks()[0]
        ?.addEventListener('ended', () => session === this.#session && this.#failDisconnected());
      this.#cameraId = stream.getVideoTracks()[0]?.getSettings().deviceId ?? null;
      this.cameraIds = await listCameraIds();
      if (session !== this.#session) return;
      video.srcObject = stream;
      await video.play();
      if (session !== this.#session) return;
      this.state = 'live';
      while (session === this.#session) await this.#runFrame(video, session);
    } catch (thrown) {
      if (session !== this.#session) return;
      this.stop();
      this.error = asAppError(thrown);
    }
  }

  /** Uses the next camera of this device. */
  async switch(video: HTMLVideoElement): Promise<void> {
    const index = this.#cameraId === null ? -1 : this.cameraIds.indexOf(this.#cameraId);
    this.#cameraId = this.cameraIds[(index + 1) % this.cameraIds.length] ?? null;
    await this.start(video);
  }

  /** Waits for the next frame and its result; `null` if the camera stops first. */
  takeSnapshot(): Promise<Snapshot<Result> | null> {
    this.#snapshot ??= Promise.withResolvers();
    return this.#snapshot.promise;
  }

  /** Releases the camera at once; the result of the frame in flight is discarded. */
  stop(): void {
    this.#session++;
    if (this.#stream) endTracks(this.#stream);
    this.#stream = null;
    this.#resolveSnapshot(null);
    this.#resultTimesMs = [];
    this.state = 'off';
    this.run = null;
    this.framesPerSecond = null;
    this.droppedCount = 0;
    this.#presentedFrames = null;
  }

  #failDisconnected(): void {
    this.stop();
    this.error = new AppError('camera-unavailable', { reason: 'camera-disconnected' });
  }

  async #runFrame(video: HTMLVideoElement, session: number): Promise<void> {
    const presentedFrames = await waitForNextFrame(video);
    if (session !== this.#session) return;
    const skipped =
      presentedFrames !== null && this.#presentedFrames !== null ? presentedFrames - this.#presentedFrames - 1 : 0;
    if (skipped > 0) this.#countDropped(skipped);
    this.#presentedFrames = presentedFrames;
    const bitmap = await createImageBitmap(video);
    const frameSize = { width: bitmap.width, height: bitmap.height };
    const image = this.#snapshot ? await createImageBitmap(bitmap) : null;
    try {
      const run = await this.#model.run<Result>(bitmap);
      if (session !== this.#session) return;
      this.run = run;
      this.frameSize = frameSize;
      if (image) this.#resolveSnapshot({ image, result: run.result });
      this.#updateRate(performance.now());
    } catch (thrown) {
      // Aborted because another model is opening: the next frame waits for it.
      if (asAppError(thrown).code !== 'aborted' || !this.#model.isOpening) throw thrown;
    } finally {
      bitmap.close(); // not transferred if the model did not open; otherwise already detached
    }
  }

  #resolveSnapshot(snapshot: Snapshot<Result> | null): void {
    this.#snapshot?.resolve(snapshot);
    this.#snapshot = null;
  }

  #countDropped(count: number): void {
    this.droppedCount += count;
    this.#onDropped(count);
  }

  #updateRate(nowMs: number): void {
    const recentTimes = this.#resultTimesMs.filter((atMs) => nowMs - atMs < rateWindowMs);
    this.#resultTimesMs = [...(recentTimes.length > 0 ? recentTimes : this.#resultTimesMs.slice(-1)), nowMs];
    const [firstMs] = this.#resultTimesMs;
    const intervals = this.#resultTimesMs.length - 1;
    this.framesPerSecond = firstMs !== undefined && intervals > 0 ? (1000 * intervals) / (nowMs - firstMs) : null;
  }
}

/** @throws AppError camera-unavailable */
async function requestCamera(id: string | null): Promise<MediaStream> {
  // Absent on plain http, although the type says otherwise.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new AppError('camera-unavailable', { reason: 'insecure-page' });
  try {
    const camera = id === null ? { facingMode: 'environment' } : { deviceId: { exact: id } };
    return await devices.getUserMedia({ video: { ...camera, width: { ideal: 1280 } } });
  } catch (thrown) {
    const errorName = thrown instanceof Error ? thrown.name : '';
    const reason = reasonByErrorName[errorName];
    const facts: ErrorFacts = reason ? { reason } : { why: String(thrown) };
    throw new AppError('camera-unavailable', facts, { cause: thrown });
  }
}

async function listCameraIds(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
}

/** Error names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia. */
const reasonByErrorName: Readonly<Record<string, Reason>> = {
  NotAllowedError: 'camera-permission-denied',
  NotFoundError: 'no-camera',
  NotReadableError: 'camera-in-use',
  OverconstrainedError: 'no-camera',
};

function endTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Waits for the video's next frame; a hidden tab has no frames, so nothing runs there.
 * @returns the number of frames presented so far; `null` if the browser does not count them
 */
function waitForNextFrame(video: HTMLVideoElement): Promise<number | null> {
  return new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video)
      video.requestVideoFrameCallback((_, { presentedFrames }) => resolve(presentedFrames));
    else requestAnimationFrame(() => resolve(null));
  });
}
