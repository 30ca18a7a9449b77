/** In pixels of the image; `x`, `y` is the top left corner. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SegmentClass {
  readonly index: number;
  readonly label: string;
  /** Of the image, 0 to 1. */
  readonly areaShare: number;
  readonly box: Box;
}

/** An image in parts. The masks have the model's own resolution and lie over the whole image. */
export interface Segmentation {
  readonly width: number;
  readonly height: number;
  /** How far each pixel belongs to the foreground, 0 to 255, row by row. */
  readonly alpha: Uint8Array;
  /** The class of each pixel; null: the model separates foreground and background only. */
  readonly classMap: Uint8Array | null;
  /** What is in the image, the largest area first, the background left out. */
  readonly classes: readonly SegmentClass[];
}

/** From this level on a pixel counts as foreground: one half. */
export const foregroundLevel = 128;
