import { annotateVideo } from '#bridge/video-handle.ts';
import type { AnnotatedVideo, FrameLabels } from '#bridge/video-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';

/** Writes a video with results drawn on it. */
export class VideoExport {
  /** The fraction written so far, 0 to 1; `null` if no video is being written. */
  fraction = $state<number | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Codecs of the audio tracks that could be neither copied nor converted for the last video. */
  lostAudio = $state.raw<AnnotatedVideo['lostAudio']>([]);
  #controller = new AbortController();

  /** @returns the video; `null` if writing was cancelled, or failed with `error` */
  async write(file: File, frames: readonly FrameLabels[]): Promise<File | null> {
    this.cancel();
    const { signal } = (this.#controller = new AbortController());
    this.error = null;
    this.lostAudio = [];
    this.fraction = 0;
    try {
      const onProgress = (fraction: number) => (this.fraction = fraction);
      const { video, extension, lostAudio } = await annotateVideo(file, frames, { signal, onProgress });
      this.lostAudio = lostAudio;
      return new File([video], `${file.name.replace(/\.[^.]*$/, '')}-annotated${extension}`, { type: video.type });
    } catch (thrown) {
      if (!signal.aborted) this.error = asAppError(thrown);
      return null;
    } finally {
      if (!signal.aborted) this.fraction = null;
    }
  }

  cancel(): void {
    this.#controller.abort();
    this.fraction = null;
  }
}
