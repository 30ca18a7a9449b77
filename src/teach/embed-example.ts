import type { InputImage } from '#core/task/task.ts';
import { createSeededRandom } from '#core/random.ts';
import { augmentImage, drawAugmentation, type AugmentationChoices } from './augment.ts';
import type { Backbone } from './backbone.ts';
import type { Example } from './train-head.ts';

/** How copies of an image are changed. */
export interface EmbeddingOptions {
  readonly choices: AugmentationChoices;
  readonly seed: number;
}

/**
 * Number of changed copies of each image, if any change is chosen. Heuristic, not measured: more take longer and change
 * little.
 */
const copyCount = 2;

/**
 * Computes the features of an image and of its changed copies.
 * @throws any error of the engine
 */
export async function embedExample(
  backbone: Backbone,
  image: InputImage,
  { choices, seed }: EmbeddingOptions,
): Promise<Pick<Example, 'features' | 'backboneLabel'>> {
  const { features, backboneLabel } = await backbone.embed(image);
  const augmentedFeatures: Float32Array[] = [];
  const random = createSeededRandom(seed);
  for (let copy = 0; copy < copyCount && Object.values(choices).includes(true); copy++)
    augmentedFeatures.push((await backbone.embed(augmentImage(image, drawAugmentation(choices, random)))).features);
  return { features: [features, ...augmentedFeatures], backboneLabel };
}
