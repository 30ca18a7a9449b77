import { expect, test } from '@playwright/test';
import { tinyLlama } from '#formats/tiny/models.fixture.ts';
import { tinySafetensors } from '#formats/tiny/safetensors.fixture.ts';
import { freeModel } from './fixtures/free-model.ts';
import { png } from '../companion/cli/png.ts';

const pages = {
  Run: '#/run?task=object-detection&file=1',
  Bench: '#/bench?file=1&effort=quick&auto=1',
  Chat: '#/chat?file=1',
};

const picture = png(2, 2, () => 0);
const safetensors = Buffer.from(tinySafetensors({ w: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } }, 4));
const gguf = Buffer.from(tinyLlama().bytes);

for (const [page, name, buffer, said] of [
  ['Run', 'cat.onnx', picture, 'cat.onnx is an image, not a model.'],
  ['Run', 'notes.txt', Buffer.from('to be done'), 'notes.txt is plain text, not a model.'],
  [
    'Run',
    'tiny.gguf',
    gguf,
    'tiny.gguf is a GGUF language model, which the engine wllama opens. Open it on the Chat page',
  ],
  ['Run', 'cut.onnx', freeModel().subarray(0, -20), 'The onnx file is damaged'],
  ['Bench', 'cat.onnx', picture, 'cat.onnx is an image, not a model.'],
  ['Bench', 'w.safetensors', safetensors, 'w.safetensors is a safetensors file: weights without the graph'],
  ['Bench', 'page.onnx', Buffer.from('<!doctype html>'), 'page.onnx is a web page, not the file it links to.'],
  ['Chat', 'cat.gguf', picture, 'cat.gguf is an image, not a model.'],
] as const) {
  test(`the ${page} page refuses ${name} and says what it is`, async ({ page: tab }) => {
    await tab.goto(pages[page]);
    await tab.getByTestId('model-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await expect(tab.getByRole('alert')).toContainText(said);
  });
}
