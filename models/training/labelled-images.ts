/** `images` is a flat [n, height, width, channels] array; `labels` has one class index per image. */
export interface LabelledImages {
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

/** Returns the images from `from` to before `to`, without copying. */
export function sliceImages({ images, labels }: LabelledImages, from: number, to: number): LabelledImages {
  const size = images.length / labels.length;
  return { images: images.subarray(from * size, to * size), labels: labels.subarray(from, to) };
}
