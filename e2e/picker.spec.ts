import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from './fixtures/test.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { test } from './fixtures/hub-test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';

const digitsPath = join(import.meta.dirname, '../models/digits/model.onnx');
const llamaBytes = createCountingLlama().files.get('tiny.gguf') as Uint8Array;
const toFilePayload = (name: string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(llamaBytes),
});

const getEngine = (page: Page) => page.getByTestId('engine');
const getPickerButton = (page: Page) => page.getByTestId('choose-model');
const getPicker = (page: Page) => page.getByRole('dialog', { name: 'Choose a model' });

/** Sends a message and waits for the answer of the counting model. */
async function sendMessage(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill('a');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('usage')).toBeVisible();
}

test.beforeEach(({ useHub, context }) => useHub(context));

test('the picker downloads a typed model for Run, offers it on Bench, and the URL reopens it @long @accessible', async ({
  hub,
  page,
}) => {
  hub.addFile('maker/model/digits.onnx', { head: await readFile(digitsPath) });
  await page.goto('#/run?task=digits');
  await expect(getEngine(page)).toContainText('ONNX Runtime');
  await getPickerButton(page).press('Enter');
  await expect(getPicker(page).getByRole('button', { name: 'Open Handwritten digits' })).toBeVisible();
  await expect(getPicker(page).getByText('models for other pages')).toBeVisible();
  await checkAccessibilityInAllAppearances(page);
  await page.keyboard.press('Escape');
  await expect(getPicker(page)).toHaveCount(0);
  await expect(getPickerButton(page)).toBeFocused();

  await getPickerButton(page).press('Enter');
  await page.getByLabel('Hugging Face model, or URL').fill('maker/model');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Download and open maker/model:digits.onnx' }).press('Enter');
  await expect(getPicker(page)).toHaveCount(0);
  await expect(page.getByTestId('model-name')).toHaveText('maker/model:digits.onnx');
  await expect(getEngine(page)).toContainText('ready in');
  await page.reload();
  await expect(page.getByTestId('model-name')).toHaveText('maker/model:digits.onnx');
  await expect(getEngine(page)).toContainText('ready in');

  await page.goto('#/bench');
  await getPickerButton(page).click();
  await getPicker(page).getByLabel('Search models').fill('maker');
  await getPicker(page).getByRole('button', { name: 'Open maker/model:digits.onnx' }).click();
  await expect(page.getByRole('combobox', { name: 'Bundled or stored model' })).toHaveValue('maker/model:digits.onnx');
  await expect(page).toHaveURL(/model=maker%2Fmodel%3Adigits.onnx/);
  await expect(page.getByTestId('run')).toBeEnabled();
});

test('Chat downloads a small model in one click, and opens it again after a reload @accessible', async ({
  hub,
  page,
}) => {
  const repository = 'bartowski/SmolLM2-135M-Instruct-GGUF';
  hub.addFile(`${repository}/SmolLM2-135M-Instruct-Q4_K_M.gguf`, { head: llamaBytes });
  await page.goto('#/chat?threads=1'); // llama.cpp's threads wait for each other while other tests use the cores
  const first = page.getByTestId('first-model');
  await expect(first).toContainText(/105 MB\s*Apache-2\.0\s*unverified\s*fits this device/);
  await checkAccessibilityInAllAppearances(page);
  await first.getByRole('button', { name: 'Download and open SmolLM2 135M Instruct' }).click();
  await sendMessage(page);
  await page.reload();
  await expect(getEngine(page)).toContainText('wllama');

  const files = [toFilePayload('b.gguf'), toFilePayload('a.gguf')];
  await page.getByTestId('model-file').setInputFiles(files);
  await expect(page.getByText('Opened a.gguf. Not used: b.gguf.')).toBeVisible();
  await page.reload();
  await page.getByTestId('file-again').setInputFiles(files.slice(1));
  await expect(page.getByRole('heading', { name: 'a.gguf' })).toBeVisible();
  await page.getByRole('link', { name: 'Bench', exact: true }).click();
  await expect(page.getByTestId('run')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'a.gguf' })).toBeVisible();
  await sendMessage(page);
});
