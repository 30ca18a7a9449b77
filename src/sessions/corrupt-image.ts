import { AppError } from '#core/errors/error.ts';
import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { createSeededRandom } from '#core/random.ts';
import type { AppliedCorruption } from '#validation/robustness/applied-corruption.ts';
import type { Corruption, RgbaImage } from '#validation/robustness/corruption.ts';
import { corruptions } from '#validation/robustness/corruptions/index.ts';
import type { ImageCodec, OpenedImage } from './item-reader.ts';

/**
 * Corruptions are calibrated for the input size of classifiers, and noise in a larger image would average out when the
 * image is resized. Other tasks keep more pixels for small objects and text, as in COCO-C (Michaelis et al., 2019).
 */
const maxShorterSide = { class: 256, other: 1024 } as const;

/**
 * Applies a corruption to an image. The result reports the size of the clean image, so coordinates are unchanged.
 * @param image closed by this function
 * @param label the label type of the task
 * @throws AppError internal if the corruption does not apply to images
 */
export async function corruptImage(
  image: OpenedImage,
  { corruption: id, severity, seed }: AppliedCorruption,
  label: TaskEvaluation<unknown, unknown>['label'],
  codec: ImageCodec,
): Promise<OpenedImage> {
  const { width, height } = image;
  const corruption: Corruption = corruptions[id];
  try {
    const clean = reduceImage(image, label === 'class' ? maxShorterSide.class : maxShorterSide.other);
    const constant = corruption.constants[severity - 1]!;
    if (corruption.kind === 'image') {
      const corrupted = corruption.apply(clean, constant, createSeededRandom(seed));
      return { ...(await codec.fromPixels(corrupted)), width, height };
    }
    if (corruption.kind === 'image-codec') {
      const encoded = await codec.encode(clean, corruption.type, constant / 100);
      return { ...(await codec.decode(encoded, id)), width, height };
    }
  } finally {
    image.close();
  }
  throw new AppError('internal', { why: `${id} does not apply to images` });
}

function reduceImage(image: OpenedImage, shorterSide: number): RgbaImage {
  const scale = Math.min(1, shorterSide / Math.min(image.width, image.height));
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  return { width, height, data: image.readRgba(width, height) };
}
