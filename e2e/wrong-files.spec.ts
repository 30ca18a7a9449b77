import { createTinyLlama, modelCreatorsByFormat } from '#formats/tiny/models.fixture.ts';
import { writeSafetensors } from '#formats/tiny/safetensors.fixture.ts';
import { buildRedSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { expect, test } from './fixtures/test.ts';
import { buildExternalDataModel } from './fixtures/external-data-model.ts';
import { buildFreeDimensionModel } from './fixtures/free-dimension-model.ts';
import { encodePng } from '../companion/cli/files/png.ts';

const image = encodePng(2, 2, () => 0);
const safetensors = Buffer.from(writeSafetensors({ w: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } }, 4));
const gguf = Buffer.from(createTinyLlama().bytes);

type WrongFile = readonly [name: string, buffer: Buffer, message: string];

const wrongRunFiles: readonly WrongFile[] = [
  ['cat.onnx', image, 'cat.onnx is an image, not a model.'],
  ['notes.txt', Buffer.from('to be done'), 'notes.txt is plain text, not a model.'],
  ['tiny.gguf', gguf, 'tiny.gguf is a GGUF language model, which the engine wllama opens. Open it on the Chat page'],
  ['cut.onnx', buildFreeDimensionModel().subarray(0, -20), 'The onnx file is damaged'],
  ['net.onnx', buildExternalDataModel().graph, 'A file of the model is missing: net.onnx.data.'],
];
const wrongBenchFiles: readonly WrongFile[] = [
  ['cat.onnx', image, 'cat.onnx is an image, not a model.'],
  ['w.safetensors', safetensors, 'w.safetensors is a safetensors file: weights without the graph'],
  ['page.onnx', Buffer.from('<!doctype html>'), 'page.onnx is a web page, not the file it links to.'],
  ['net.onnx', buildExternalDataModel().graph, 'A file of the model is missing: net.onnx.data.'],
  ['model.json', Buffer.from(modelCreatorsByFormat.tfjs[0]!().bytes), 'A file of the model is missing: group1'],
];
const wrongChatFiles: readonly WrongFile[] = [['cat.gguf', image, 'cat.gguf is an image, not a model.']];

test('the Run, Bench and Chat pages reject each wrong file with its type @long', async ({ page }) => {
  for (const [link, files] of [
    ['#/run?task=object-detection&file=1', wrongRunFiles],
    ['#/bench?file=1&effort=quick&auto=1', wrongBenchFiles],
    ['#/chat?file=1', wrongChatFiles],
  ] as const) {
    await page.goto(link);
    for (const [name, buffer, message] of files) {
      await page.getByTestId('model-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
      await expect(page.getByRole('alert')).toContainText(message);
    }
  }
});

test('a model for another task is reported once, with a button that opens it there', async ({ page }) => {
  const model = { name: 'net.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(buildRedSegmenter()) };
  await page.goto('#/run?task=object-detection&file=1');
  await page.getByTestId('model-file').setInputFiles(model);
  await page
    .getByTestId('input-file')
    .setInputFiles(
      ['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', buffer: encodePng(64, 64, () => 0) })),
    );
  const alert = page.getByRole('alert');
  await expect(alert).toHaveCount(1);
  await expect(alert).toContainText('This model is for Segmentation, not for Object detection.');
  await expect(page.getByTestId('images').getByText('Failed')).toHaveCount(2);
  await expect(alert).toHaveCount(1);
  await alert.getByRole('link').click();
  await expect(page).toHaveURL(/task=segmentation&file=1/);
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
});
