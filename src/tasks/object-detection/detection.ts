/** A box in pixels of the image; `x`, `y` is the top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point in pixels of the image. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A named point of an object, such as a joint. */
export interface Keypoint extends Point {
  readonly name: string;
  /** How certain the model is that it is visible, 0 to 1. */
  readonly score: number;
}

/** An object that a detector found in an image. */
export interface Detection {
  /** Videos only: the number of the object, the same in every frame of it, from 1. */
  readonly track?: number;
  readonly label: string;
  /** The model's own confidence, 0 to 1. */
  readonly score: number;
  readonly box: Box;
  /** Faces only: right eye, left eye, tip of the nose, then the corners of the mouth, right first, or its middle. */
  readonly landmarks?: readonly Point[];
  /** Pose models only: the 17 keypoints of COCO. */
  readonly keypoints?: readonly Keypoint[];
}

/** Minimum score of a box that starts a track or is shown at first: the default of Ultralytics' YOLO (`conf`). */
export const defaultMinScore = 0.25;

/** Minimum score of a box that is reported at all, and continues a track: ByteTrack's `track_low_thresh`. */
export const minReportedScore = 0.1;

/** Clips a box to an image of this size. */
export function clip({ x, y, width, height }: Box, image: { readonly width: number; readonly height: number }): Box {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(image.width, x + width), Math.min(image.height, y + height)];
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
