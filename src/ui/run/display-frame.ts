/** The image or video frame below an overlay, with its size in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly source: HTMLImageElement | HTMLVideoElement;
}
