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
  /** The model's confidence that the point is visible, 0 to 1. */
  readonly score: number;
}

/** An object that a detector found in an image. */
export interface Detection {
  /** Videos only: the id of the object, from 1, the same in every frame. */
  readonly track?: number;
  readonly label: string;
  /** The confidence of the model, 0 to 1. */
  readonly score: number;
  readonly box: Box;
  /** Faces only: right eye, left eye, tip of the nose, then the corners of the mouth, right first, or its middle. */
  readonly landmarks?: readonly Point[];
  /** Pose models only: the 17 keypoints of COCO. */
  readonly keypoints?: readonly Keypoint[];
}

/** Default minimum score of a box that is shown or starts a track: the default of Ultralytics' YOLO (`conf`). */
export const defaultMinScore = 0.25;

/** Minimum score of a box in a result; such boxes can continue a track: ByteTrack's `track_low_thresh`. */
export const minReportedScore = 0.1;

/** Clips a box to the edges of an image. */
export function clipBox({ x, y, width, height }: Box, image: { readonly width: number; readonly height: number }): Box {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(image.width, x + width), Math.min(image.height, y + height)];
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
