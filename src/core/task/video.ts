/** What a video file contains, from its header. */
export interface VideoFacts {
  /** Size of a frame as it is shown, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly durationSeconds: number;
  /** E.g. `avc`, `vp9`. */
  readonly codec: string;
}

/** Follows results from frame to frame. */
export interface ResultTracker<Result> {
  /** The results of the frames so far; those of the last frame may change with the next one. */
  readonly frames: readonly Result[];
  /**
   * Adds the next frame.
   * @param timeSeconds in the video, increasing
   */
  add(result: Result, timeSeconds: number): void;
}
