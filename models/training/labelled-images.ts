/** Images one after the other, each with rows of pixels of channels, as a net reads them; one class for each. */
export interface LabelledImages {
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

/** The images from `from` to before `to`, without copying. */
export function sliceImages({ images, labels }: LabelledImages, from: number, to: number): LabelledImages {
  const size = images.length / labels.length;
  return { images: images.subarray(from * size, to * size), labels: labels.subarray(from, to) };
}
