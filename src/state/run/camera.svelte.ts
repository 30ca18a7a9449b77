import { AppError, asAppError, type ErrorFacts } from '#core/error.ts';
import type { Reason } from '#core/reason.ts';
import type { TaskRun } from '#core/task.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** The span over which frames per second are counted. */
const rateWindowMs = 2000;

/** Frames of the camera through a task, one in flight: a frame that comes while one runs is passed over. */
export class Camera<Result> {
  state = $state<'off' | 'starting' | 'live'>('off');
  error = $state.raw<AppError | null>(null);
  /** The newest answer, and the size of the frame it belongs to. */
  run = $state.raw<TaskRun<Result> | null>(null);
  frame = $state.raw({ width: 0, height: 0 });
  /** Answers per second over the last two seconds, or over the last two answers where one takes longer; null until there are two. */
  rate = $state<number | null>(null);
  readonly #model: OpenModel;
  #stream: MediaStream | null = null;
  #turn = 0;
  #answered: number[] = [];

  constructor(model: OpenModel) {
    this.#model = model;
  }

  /** Asks for the camera, shows it in `video` and runs until `stop`. What goes wrong is in `error`. */
  async start(video: HTMLVideoElement): Promise<void> {
    this.stop();
    const turn = ++this.#turn;
    this.error = null;
    this.state = 'starting';
    try {
      const stream = await askForCamera();
      if (turn !== this.#turn) return endTracks(stream); // stopped while the browser was asking
      this.#stream = stream;
      stream.getVideoTracks()[0]?.addEventListener('ended', () => turn === this.#turn && this.#end());
      video.srcObject = stream;
      await video.play();
      if (turn !== this.#turn) return;
      this.state = 'live';
      while (turn === this.#turn) await this.#answer(video, turn);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.stop();
      this.error = asAppError(thrown);
    }
  }

  /** Lets the frame in flight finish unseen, and gives the camera back at once. */
  stop(): void {
    this.#turn++;
    if (this.#stream) endTracks(this.#stream);
    this.#stream = null;
    this.#answered = [];
    this.state = 'off';
    this.run = null;
    this.rate = null;
  }

  #end(): void {
    this.stop();
    this.error = new AppError('camera-unavailable', { reason: 'camera-disconnected' });
  }

  async #answer(video: HTMLVideoElement, turn: number): Promise<void> {
    await nextFrame(video);
    if (turn !== this.#turn) return;
    const bitmap = await createImageBitmap(video);
    const frame = { width: bitmap.width, height: bitmap.height };
    try {
      const run = await this.#model.run<Result>(bitmap);
      if (turn !== this.#turn) return;
      this.run = run;
      this.frame = frame;
      this.#count(performance.now());
    } catch (thrown) {
      // Another model is being opened: the next frame waits for it.
      if (asAppError(thrown).code !== 'aborted' || !this.#model.isOpening) throw thrown;
    } finally {
      bitmap.close(); // still ours where the model did not open, else handed over and empty
    }
  }

  #count(nowMs: number): void {
    const previous = this.#answered.filter((atMs) => nowMs - atMs < rateWindowMs);
    this.#answered = [...(previous.length > 0 ? previous : this.#answered.slice(-1)), nowMs];
    const [first] = this.#answered;
    const intervals = this.#answered.length - 1;
    this.rate = first !== undefined && intervals > 0 ? (1000 * intervals) / (nowMs - first) : null;
  }
}

/** @throws AppError camera-unavailable */
async function askForCamera(): Promise<MediaStream> {
  // Absent on plain http, whatever the type says.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new AppError('camera-unavailable', { reason: 'insecure-page' });
  try {
    return await devices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : '';
    const reason = reasons[name];
    const facts: ErrorFacts = reason ? { reason } : { why: String(thrown) };
    throw new AppError('camera-unavailable', facts, { cause: thrown });
  }
}

/** By the names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia. */
const reasons: Readonly<Record<string, Reason>> = {
  NotAllowedError: 'camera-refused',
  NotFoundError: 'no-camera',
  NotReadableError: 'camera-in-use',
  OverconstrainedError: 'no-camera',
};

function endTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Resolves at the video's next frame; a hidden tab has none, so nothing runs there. */
function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve());
    else requestAnimationFrame(() => resolve());
  });
}
