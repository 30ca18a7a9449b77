import type { CodecCorruption } from '../corruption.ts';

/** JPEG compression. Constants: quality in percent on the scale of libjpeg, which browsers and Pillow use. */
export const jpeg: CodecCorruption = {
  kind: 'image-codec',
  constants: [25, 18, 15, 10, 7],
  source: 'imagenet-c',
  isGeometric: false,
  type: 'image/jpeg',
};
