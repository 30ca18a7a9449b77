import type { SeverityConstants } from './severities.ts';

/** An image that the caller owns: RGBA bytes, row-major, alpha ignored. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** The source of the constants of a corruption. */
export type ConstantsSource =
  | 'imagenet-c' // Hendrycks and Dietterich, Benchmarking Neural Network Robustness, ICLR 2019, for 224 x 224 pixels
  | 'aurora-2' // Hirsch and Pearce, The Aurora Experimental Framework, 2000
  | 'own-choice'; // chosen by Assay; no published source

interface CorruptionBase {
  /** The argument of `apply` at each severity; the comment on each corruption's constants names the unit. */
  readonly constants: SeverityConstants<number>;
  readonly source: ConstantsSource;
}

export interface ImageCorruption extends CorruptionBase {
  readonly kind: 'image';
  /** Whether objects move in the image, so that the boxes and masks of the clean image do not apply. */
  readonly isGeometric: boolean;
  /**
   * Returns a new image; deterministic for a given `random`.
   * @param random returns uniform numbers in [0, 1)
   */
  apply(image: RgbaImage, constant: number, random: () => number): RgbaImage;
}

/** A corruption by an image codec, which only a browser has: `constant` is its quality in percent. */
export interface CodecCorruption extends CorruptionBase {
  readonly kind: 'image-codec';
  readonly isGeometric: false;
  readonly type: 'image/jpeg';
}

export interface AudioCorruption extends CorruptionBase {
  readonly kind: 'audio';
  /**
   * Returns new samples; deterministic for a given `random`.
   * @param samples mono, -1 to 1
   * @param random returns uniform numbers in [0, 1)
   */
  apply(samples: Float32Array, constant: number, random: () => number): Float32Array;
}

export interface TextCorruption extends CorruptionBase {
  readonly kind: 'text';
  /**
   * Returns a new text; deterministic for a given `random`.
   * @param random returns uniform numbers in [0, 1)
   */
  apply(text: string, constant: number, random: () => number): string;
}

/** A deterioration of an input that should not change its label: a file in `corruptions/`, and a line in its index. */
export type Corruption = ImageCorruption | CodecCorruption | AudioCorruption | TextCorruption;
