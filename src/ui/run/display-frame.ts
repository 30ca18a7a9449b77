/** The image below an overlay. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly source: HTMLImageElement | HTMLVideoElement;
}
