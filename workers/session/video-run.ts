import { AppError } from '#core/errors/error.ts';
import type { FrameRun, TaskInputs } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { TaskSession } from '#sessions/task-session.ts';
import { openVideo, type OpenedVideo } from '../video/decode-video.ts';

/** Runs a task on the frames of a video. At most one video is open. */
export class VideoRun {
  #video: OpenedVideo | null = null;

  /**
   * Opens a video, replacing the open one.
   * @throws AppError input-invalid if the task's input is not an image | errors from `openVideo`
   */
  async open(file: Blob, input: keyof TaskInputs): Promise<VideoFacts> {
    if (input !== 'image')
      throw new AppError('input-invalid', { name: 'input', reason: 'input-of-other-task', expected: input });
    await this.close();
    this.#video = await openVideo(file);
    return this.#video.facts;
  }

  /** Runs the task on the next frame. After the last one, closes the video and returns `null`. */
  async next({ pipeline }: TaskSession): Promise<FrameRun<unknown> | null> {
    if (!this.#video) throw new AppError('internal', { why: 'this worker has no open video' });
    const startMs = performance.now();
    const frame = await this.#video.next();
    if (!frame) {
      await this.close();
      return null;
    }
    const decodeMs = performance.now() - startMs;
    try {
      const { timing, ...run } = await pipeline.run(frame.image);
      const { timeSeconds } = frame;
      return { timeSeconds, run: { ...run, timing: { ...timing, preMs: timing.preMs + decodeMs } } };
    } finally {
      frame.close();
    }
  }

  async close(): Promise<void> {
    const video = this.#video;
    this.#video = null;
    await video?.close();
  }
}
