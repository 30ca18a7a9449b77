import type { Box } from '../object-detection/detection.ts';

/** A class that occurs in a segmented image. */
export interface SegmentClass {
  /** The class id. */
  readonly index: number;
  readonly label: string;
  /** Area of the class as a fraction of the image, 0 to 1. */
  readonly areaFraction: number;
  readonly box: Box;
}

/** A segmented image. The masks have the model's own resolution and cover the whole image. */
export interface Segmentation {
  readonly width: number;
  readonly height: number;
  /** Alpha of the foreground for each pixel, 0 to 255, row-major. */
  readonly alpha: Uint8Array;
  /** The class of each pixel; `null` if the model only separates foreground and background. */
  readonly classMap: Uint8Array | null;
  /** The classes in the image, the largest area first, without the background. */
  readonly classes: readonly SegmentClass[];
  /** Labels by class id; `background` and `foreground` for a model without classes. */
  readonly labels: readonly string[];
}

/** Minimum alpha of a foreground pixel: one half. */
export const minForegroundAlpha = 128;

/** Lists the class id of each pixel; for a model without classes, 1 is the foreground. */
export function toPixelClasses({ classMap, alpha }: Pick<Segmentation, 'classMap' | 'alpha'>): Uint8Array {
  return classMap ?? alpha.map((level) => Number(level >= minForegroundAlpha));
}
