import type { Label } from '#drawing/annotate.ts';

/** The labels that are drawn from `timeSeconds` until the time of the next entry. */
export interface FrameLabels {
  readonly timeSeconds: number;
  readonly labels: readonly Label[];
}

/** A video with results drawn on it. */
export interface AnnotatedVideo {
  readonly video: Blob;
  /** File extension with the dot. */
  readonly extension: string;
  /** Codecs of audio tracks that could be neither copied nor converted. */
  readonly lostAudio: readonly string[];
}

/** The worker that writes videos, called through `bridge/video-handle.ts`. */
export interface VideoWorker {
  /**
   * Draws labels on every frame of a video, and writes it with its audio in a format that this browser can encode.
   * @param frames in order of increasing time
   * @throws AppError file-unreadable | video-not-saved
   */
  annotate(file: File, frames: readonly FrameLabels[], onProgress: (fraction: number) => void): Promise<AnnotatedVideo>;
}
