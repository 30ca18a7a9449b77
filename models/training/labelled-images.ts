/** `images` is a flat [n, height, width, channels] array; `labels` has one class index per image. */
export interface LabelledImages {
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

/** Returns the images from `start` up to but not including `end`, without copying. */
export function sliceImages({ images, labels }: LabelledImages, start: number, end: number): LabelledImages {
  const size = images.length / labels.length;
  return { images: images.subarray(start * size, end * size), labels: labels.subarray(start, end) };
}
