/** The image that an overlay lies over. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly source: HTMLImageElement | HTMLVideoElement;
}
