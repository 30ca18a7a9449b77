/** A box in pixels of the image; `x`, `y` is the top left corner. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SegmentClass {
  readonly index: number;
  readonly label: string;
  /** Fraction of the image, 0 to 1. */
  readonly areaFraction: number;
  readonly box: Box;
}

/** A segmented image. The masks have the model's own resolution and cover the whole image. */
export interface Segmentation {
  readonly width: number;
  readonly height: number;
  /** Alpha of the foreground per pixel, 0 to 255, row by row. */
  readonly alpha: Uint8Array;
  /** The class of each pixel; `null` if the model only separates foreground and background. */
  readonly classMap: Uint8Array | null;
  /** The classes in the image, the largest area first, without the background. */
  readonly classes: readonly SegmentClass[];
  /** Labels by class id; those of a foreground are `background` and `foreground`. */
  readonly labels: readonly string[];
}

/** A pixel counts as foreground from this level on: one half. */
export const foregroundLevel = 128;

/** The class id of each pixel; 1 for the foreground of a model without classes. */
export function getPixelClasses({ classMap, alpha }: Pick<Segmentation, 'classMap' | 'alpha'>): Uint8Array {
  return classMap ?? alpha.map((level) => Number(level >= foregroundLevel));
}
