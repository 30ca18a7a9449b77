/** The properties of a video, from the header of its file. */
export interface VideoFacts {
  /** Display size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly durationSeconds: number;
  /** E.g. `avc`, `vp9`. */
  readonly codec: string;
}

/** Tracks results from frame to frame. */
export interface ResultTracker<Result> {
  /** The results of the frames so far. Those of the last frame may change when the next frame is added. */
  readonly frames: readonly Result[];
  /**
   * Adds the next frame.
   * @param timeSeconds in the video, increasing
   */
  add(result: Result, timeSeconds: number): void;
}
