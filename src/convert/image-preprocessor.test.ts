import { expect, test } from 'vitest';
import { readClassifierMetadata } from '#core/model/classifier-metadata.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { imageClassification } from '#tasks/image-classification/pipeline.ts';
import { mediaReference } from '../../scripts/convert-tests/media-models.fixture.ts';
import { writeSafetensors } from '../../scripts/convert-tests/transformers-models.fixture.ts';
import { createSyntheticImage } from '../tasks/synthetic-image.fixture.ts';
import { convertModel } from './convert-model.ts';
import { readPixelNormalisation } from './image-preprocessor.ts';
import { openAsOnnx } from './open-checkpoint.ts';

const toJsonSource = (value: unknown) => toByteSource(new TextEncoder().encode(JSON.stringify(value)));

// torchvision's published constants, as in the preprocessor_config.json of facebook/dino-vits16.
const imagenet = { do_normalize: true, image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };
const expectedImagenet = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };

const createSiblings = (settings: object) => new Map([['preprocessor_config.json', toJsonSource(settings)]]);

// transformers computes (byte * rescale_factor - image_mean) / image_std.
test.each<[name: string, settings: object, mean: number, std: number]>([
  ['the range from -1 to 1', { rescale_factor: 0.00392156862745098, image_mean: 0.5, image_std: 0.5 }, 127.5, 127.5],
  ['no normalisation', { ...imagenet, do_normalize: false }, 0, 255],
  ['another factor', { rescale_factor: 1 / 127.5, image_mean: [1, 1, 1], image_std: [1, 1, 1] }, 127.5, 127.5],
  ['no rescaling', { do_rescale: false, rescale_factor: 0.1, image_mean: [10, 10, 10], image_std: [2, 2, 2] }, 10, 2],
])('pixels are normalised as by transformers with %s', async (_, settings, mean, std) => {
  const normalisation = { mean: [mean, mean, mean], std: [std, std, std] };
  expect(await readPixelNormalisation(createSiblings(settings))).toEqual(normalisation);
});

test.each([{ image_mean: [0.5, 0.5], image_std: [0.5, 0.5] }, { image_mean: 'auto' }, { image_mean: 0, image_std: 0 }])(
  'settings %j are rejected by the name of their file',
  async (settings) => {
    const facts = { model: 'preprocessor_config.json' };
    await expect(readPixelNormalisation(createSiblings(settings))).rejects.toMatchObject({ facts });
  },
);

test('a converted ViT is run with the normalisation of its preprocessor_config.json', async () => {
  const source = toByteSource(writeSafetensors(mediaReference.vit));
  const siblings = new Map([
    ['config.json', toJsonSource(mediaReference.vit.config)],
    ['preprocessor_config.json', toJsonSource(imagenet)],
  ]);
  const { content } = await convertModel(
    { name: 'model.safetensors', source, siblings },
    { to: 'onnx', form: 'float32', maxContext: 1 },
  );
  for (const model of [await openAsOnnx('model.safetensors', source, siblings), 'onnx' in content && content.onnx]) {
    if (!model) throw new Error('the conversion has several graphs');
    const metadata = Object.fromEntries(model.metadata.map(({ key, value }) => [key, value]));
    expect(readClassifierMetadata(metadata)?.pixels).toEqual(expectedImagenet);
    const image = createSyntheticImage(30, 30, () => [120, 60, 30, 255]);
    const { pixel_values: pixels } = imageClassification.encode(image, {
      inputs: [{ name: 'pixel_values', dtype: 'float32', shape: ['batch', 3, 24, 24] }],
      outputs: [{ name: 'logits', dtype: 'float32', shape: ['batch', 4] }],
      metadata,
    });
    // (120 / 255 - .485) / .229, (60 / 255 - .456) / .224, (30 / 255 - .406) / .225
    const firstPixel = [0, 1, 2].map((channel) => pixels!.data[channel * 24 * 24]);
    expect(firstPixel).toEqual([-0.06293, -0.98529, -1.28157].map((value) => expect.closeTo(value, 4)));
  }
});
