/**
 * The lengths of runs of equal pixels in column-major order, background first: COCO's uncompressed run-length encoding
 * (`pycocotools.mask`).
 */
export interface RunLengths {
  readonly size: readonly [height: number, width: number];
  readonly counts: readonly number[];
}

/** @param isSet whether the pixel at a row-major index is in the mask */
export function encodeRunLengths(width: number, height: number, isSet: (index: number) => boolean): RunLengths {
  const counts: number[] = [];
  let [current, length] = [false, 0];
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height; y++) {
      const isPixelSet = isSet(y * width + x);
      if (isPixelSet !== current) {
        counts.push(length);
        [current, length] = [isPixelSet, 0];
      }
      length++;
    }
  counts.push(length);
  return { size: [height, width], counts };
}

/** Decodes a mask to row-major pixels: 255 in the mask, else 0. */
export function decodeRunLengths({ size: [height, width], counts }: RunLengths): Uint8Array {
  const pixels = new Uint8Array(width * height);
  let position = 0;
  for (const [index, count] of counts.entries())
    for (const end = position + count; position < end; position++)
      if (index % 2 === 1) pixels[(position % height) * width + Math.floor(position / height)] = 255;
  return pixels;
}
