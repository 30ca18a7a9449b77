/**
 * Runs of equal pixels in the order of columns, background first: the uncompressed masks of COCO's annotation files
 * (`pycocotools.mask`, `size` being height and width).
 */
export interface RunLengths {
  readonly size: readonly [height: number, width: number];
  readonly counts: readonly number[];
}

export function encodeRunLengths(width: number, height: number, isSet: (index: number) => boolean): RunLengths {
  const counts: number[] = [];
  let [current, length] = [false, 0];
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height; y++) {
      const isOn = isSet(y * width + x);
      if (isOn !== current) {
        counts.push(length);
        [current, length] = [isOn, 0];
      }
      length++;
    }
  counts.push(length);
  return { size: [height, width], counts };
}

/** 255 where the mask is set, else 0, row by row. */
export function decodeRunLengths({ size: [height, width], counts }: RunLengths): Uint8Array {
  const pixels = new Uint8Array(width * height);
  let position = 0;
  for (const [index, count] of counts.entries())
    for (const end = position + count; position < end; position++)
      if (index % 2 === 1) pixels[(position % height) * width + Math.floor(position / height)] = 255;
  return pixels;
}
