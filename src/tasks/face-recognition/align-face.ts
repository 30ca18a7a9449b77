import type { InputImage } from '#core/task/task.ts';
import type { Detection, Point } from '../object-detection/detection.ts';

/** Side of an aligned face in pixels. */
export const alignedSide = 112;

/**
 * Positions of the landmarks that InsightFace's models expect (https://github.com/deepinsight/insightface,
 * `arcface_dst`), named from the person's point of view: right eye, left eye, nose, right and left corners of the
 * mouth.
 */
const template: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

/** A rotation with scale and translation: it moves (u, v) to (a u - b v + x, b u + a v + y). */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** Fits the similarity transform that maps points to others with the least squared error (Umeyama 1991), in 2D. */
export function fitSimilarityTransform(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  const [source, target] = [computeCentroid(from), computeCentroid(to)];
  let [dotProduct, crossProduct, squaredDistance] = [0, 0, 0];
  from.forEach((point, index) => {
    const [px, py] = [point.x - source.x, point.y - source.y];
    const [qx, qy] = [to[index]!.x - target.x, to[index]!.y - target.y];
    dotProduct += px * qx + py * qy;
    crossProduct += px * qy - py * qx;
    squaredDistance += px * px + py * py;
  });
  const [a, b] = squaredDistance === 0 ? [1, 0] : [dotProduct / squaredDistance, crossProduct / squaredDistance];
  return { a, b, x: target.x - a * source.x + b * source.y, y: target.y - b * source.x - a * source.y };
}

/**
 * Rotates, scales and moves a face so that its landmarks lie where the embedding model expects them. A face without
 * landmarks is scaled so that its box fills the result. Pixels outside the image are black.
 * @returns RGBA bytes, `4 * 112 * 112`
 */
export function alignFace(image: InputImage, face: Detection): Uint8ClampedArray {
  const transform = face.landmarks
    ? fitSimilarityTransform(face.landmarks, selectTemplate(face.landmarks))
    : fitBox(face);
  const scale = Math.hypot(transform.a, transform.b);
  // The image is first resampled to about twice the size of the aligned face, because bilinear interpolation aliases.
  const factor = Math.min(1, 2 * scale);
  const [width, height] = [image.width, image.height].map((size) => Math.max(1, Math.round(size * factor))) as [
    number,
    number,
  ];
  const inverse = invert(transform);
  const corners = [0, alignedSide].flatMap((x) => [0, alignedSide].map((y) => transformPoint(inverse, { x, y })));
  const [left, right] = clipRange(
    corners.map(({ x }) => x * factor),
    width,
  );
  const [top, bottom] = clipRange(
    corners.map(({ y }) => y * factor),
    height,
  );
  const region = { left, top, width: right - left, height: bottom - top };
  const pixels = image.readRgba(width, height, region);
  const aligned = new Uint8ClampedArray(4 * alignedSide * alignedSide);
  for (let row = 0; row < alignedSide; row++)
    for (let column = 0; column < alignedSide; column++) {
      // Pixels are points at whole coordinates, as in OpenCV's `warpAffine`.
      const { x, y } = transformPoint(inverse, { x: column, y: row });
      interpolate(pixels, region, x * factor - left, y * factor - top, aligned, 4 * (row * alignedSide + column));
    }
  return aligned;
}

/**
 * Selects the template with as many points as the face has: BlazeFace has the middle of the mouth instead of its
 * corners.
 */
function selectTemplate(landmarks: readonly Point[]): readonly Point[] {
  if (landmarks.length === template.length) return template;
  return [...template.slice(0, 3), computeCentroid(template.slice(3))];
}

function fitBox({ box }: Detection): SimilarityTransform {
  const a = alignedSide / Math.max(box.width, box.height, 1);
  const half = alignedSide / 2;
  return { a, b: 0, x: half - a * (box.x + box.width / 2), y: half - a * (box.y + box.height / 2) };
}

function computeCentroid(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

function invert({ a, b, x, y }: SimilarityTransform): SimilarityTransform {
  const square = a * a + b * b;
  const [inverseA, inverseB] = [a / square, -b / square];
  return { a: inverseA, b: inverseB, x: -(inverseA * x - inverseB * y), y: -(inverseB * x + inverseA * y) };
}

function transformPoint({ a, b, x, y }: SimilarityTransform, point: Point): Point {
  return { x: a * point.x - b * point.y + x, y: b * point.x + a * point.y + y };
}

/** Whole pixels around the values, inside `size`, and at least one. */
function clipRange(values: readonly number[], size: number): [start: number, end: number] {
  const start = Math.max(0, Math.min(size - 1, Math.floor(Math.min(...values)) - 1));
  return [start, Math.max(start + 1, Math.min(size, Math.ceil(Math.max(...values)) + 2))];
}

/** Writes the bilinear interpolation of the four pixels around a point; pixels outside are black. */
function interpolate(
  pixels: Uint8ClampedArray,
  { width, height }: { readonly width: number; readonly height: number },
  x: number,
  y: number,
  target: Uint8ClampedArray,
  offset: number,
): void {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  for (let channel = 0; channel < 4; channel++) {
    const readPixel = (column: number, row: number) =>
      column < 0 || row < 0 || column >= width || row >= height ? 0 : pixels[4 * (row * width + column) + channel]!;
    const upper = readPixel(x0, y0) * (1 - fx) + readPixel(x0 + 1, y0) * fx;
    const lower = readPixel(x0, y0 + 1) * (1 - fx) + readPixel(x0 + 1, y0 + 1) * fx;
    target[offset + channel] = upper * (1 - fy) + lower * fy;
  }
}
