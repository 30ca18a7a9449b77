/** The pixels of a mask, row-major: class ids. 255 is no class (void). */
export interface MaskPixels {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
}

/** Pixels of a mask that are read at most, so a damaged header cannot exhaust memory: 8,192 squared. */
export const maxMaskPixels = 1 << 26;
