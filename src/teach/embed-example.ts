import type { InputImage } from '#core/task/task.ts';
import { createSeededRandom } from '#core/random.ts';
import { augment, drawAugmentation, type AugmentationChoices } from './augment.ts';
import type { Backbone } from './backbone.ts';
import type { Example } from './train-head.ts';

export interface EmbeddingOptions {
  readonly choices: AugmentationChoices;
  readonly seed: number;
}

/** Changed copies of each picture, if any change is chosen. Own choice: more take longer and change little. */
const copies = 2;

/**
 * The features of a picture and of changed copies of it.
 * @throws AppError what the engine throws
 */
export async function embedExample(
  backbone: Backbone,
  image: InputImage,
  { choices, seed }: EmbeddingOptions,
): Promise<Pick<Example, 'features' | 'ownLabel'>> {
  const { features, ownLabel } = await backbone.embed(image);
  const changed: Float32Array[] = [];
  const random = createSeededRandom(seed);
  for (let copy = 0; copy < copies && Object.values(choices).includes(true); copy++)
    changed.push((await backbone.embed(augment(image, drawAugmentation(choices, random)))).features);
  return { features: [features, ...changed], ownLabel };
}
