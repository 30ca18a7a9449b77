/** A box relative to its image, 0 to 1, with its centre at `x`, `y`. */
export interface YoloBox {
  readonly classId: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Parses the boxes of a YOLO label file. Each line has a class id and either centre, width and height, or the corners
 * of a polygon, whose bounding box is returned. Repeated lines count once, as in Ultralytics.
 * @returns the boxes, or the number of the first invalid line, from 1
 */
export function parseYolo(text: string): readonly YoloBox[] | { readonly invalidLine: number } {
  const boxes = new Map<string, YoloBox>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [classId = -1, ...values] = line.trim().split(/\s+/).map(Number);
    const box = values.length === 4 ? toCentredBox(classId, values) : computeBoundingBox(classId, values);
    if (!box || !isValid(box)) return { invalidLine: index + 1 };
    boxes.set(line.trim(), box);
  }
  return [...boxes.values()];
}

function toCentredBox(classId: number, [x = -1, y = -1, width = -1, height = -1]: readonly number[]): YoloBox {
  return { classId, x, y, width, height };
}

function computeBoundingBox(classId: number, corners: readonly number[]): YoloBox | null {
  if (corners.length < 6 || corners.length % 2 === 1) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < corners.length; index += 2) {
    const [x, y] = [corners[index] ?? NaN, corners[index + 1] ?? NaN];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { classId, x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

function isValid({ classId, x, y, width, height }: YoloBox): boolean {
  const isFraction = (value: number) => value >= 0 && value <= 1;
  return (
    Number.isSafeInteger(classId) && classId >= 0 && [x, y, width, height].every(isFraction) && width > 0 && height > 0
  );
}
