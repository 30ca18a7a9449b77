/** The class ids of the pixels of a mask, row-major. 255 is void. */
export interface MaskPixels {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
}

/** The maximum number of pixels of a mask, 8,192 squared, so a damaged header cannot exhaust memory. */
export const maxMaskPixels = 1 << 26;
