import { annotateVideo } from '#bridge/video-handle.ts';
import type { AnnotatedVideo, FrameLabels } from '#bridge/video-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';

/** Writes a video with results drawn on it. */
export class VideoExport {
  /** The written fraction, 0 to 1; `null` if no video is being written. */
  fraction = $state<number | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Codecs of the audio tracks that the last video lacks. */
  lostAudio = $state.raw<AnnotatedVideo['lostAudio']>([]);
  #stop = new AbortController();

  /** @returns the video; `null` if it was cancelled or failed, which `error` says */
  async write(file: File, frames: readonly FrameLabels[]): Promise<File | null> {
    this.cancel();
    const { signal } = (this.#stop = new AbortController());
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
    this.#stop.abort();
    this.fraction = null;
  }
}
