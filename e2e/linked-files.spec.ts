import { copyFile, writeFile } from 'node:fs/promises';
import { expect, test, type Page } from './fixtures/test.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { getRowButton, digitsPath, dropAndRemember, getLinkedRow } from './fixtures/linked-files.ts';
import { buildGguf, waitForInspection } from './fixtures/models-page.ts';
import { checkAccessibility, checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';

/** Replaces the file picker, which an automated browser does not show: it returns a file in the storage of the site. */
async function stubFilePicker(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    async ([file, content]) => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle(file, { create: true });
      const writing = await handle.createWritable();
      await writing.write(new Uint8Array(content));
      await writing.close();
      Object.assign(globalThis, { showOpenFilePicker: async () => [handle] });
    },
    [name, [...bytes]] as const,
  );
}

/** Counts the files that were copied into the store. */
const countStoredFiles = (page: Page) =>
  page.evaluate(async () => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
    const whole = await models.getDirectoryHandle('whole', { create: true });
    let count = 0;
    for await (const _ of whole.keys()) count += 1;
    return count;
  });

test('a picked file is remembered without a copy, and opens after a reload, by keyboard alone @accessible', async ({
  page,
}) => {
  await page.goto('#/models');
  await expect(page.getByTestId('store')).toContainText('No models stored yet');
  await stubFilePicker(page, 'tiny.gguf', createCountingLlama().files.get('tiny.gguf') as Uint8Array);
  await page.getByTestId('model-file').press('Enter');
  expect((await waitForInspection(page)).result).toMatchObject({ format: 'gguf' });
  await page.getByTestId('remember-location').press('Enter');
  await expect(page.getByText('Remembered as tiny.gguf.')).toBeVisible();
  await expect(getLinkedRow(page)).toContainText('Opened directly from your disk');
  await expect(getLinkedRow(page)).toContainText('last used');
  expect(await countStoredFiles(page)).toBe(0);

  await page.reload();
  await expect(page.getByText('No models stored yet')).toHaveCount(0);
  await getRowButton(page, 'Open: tiny.gguf').press('Enter');
  expect((await waitForInspection(page)).result).toMatchObject({ format: 'gguf' });
  await expect(page.getByText('Remembered as tiny.gguf.')).toBeVisible(); // the file is not offered again
  await checkAccessibilityInAllAppearances(page);
  await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat\?linked=tiny\.gguf/);
  await page.getByTestId('run').press('Enter');
  await expect(page.getByTestId('engine')).toContainText('wllama');
  await page.getByRole('textbox', { name: 'Message' }).fill('a');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('usage')).toBeVisible();
  expect(await countStoredFiles(page)).toBe(0);
});

test('a dropped file is remembered, and can be run and measured after a reload @long', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digitsPath, file);
  await dropAndRemember(page, file);
  await page.reload();
  await getRowButton(page, 'Open').click();
  await page.getByTestId('run').click();
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  await page.goBack();
  await getRowButton(page, 'Open').click();
  await page.getByTestId('measure').click();
  await expect(page.getByText('mine.onnx,')).toBeVisible();
  await expect(page.getByTestId('run')).toBeEnabled();
});

test('a changed file is reported, and can be opened anyway @long', async ({ page }) => {
  const file = test.info().outputPath('mine.gguf');
  await writeFile(file, Buffer.concat([buildGguf(2048, 100_000), Buffer.alloc(100_000)]));
  await dropAndRemember(page, file);
  const changedBytes = Buffer.concat([buildGguf(4096, 300_000), Buffer.alloc(300_000)]);
  await writeFile(file, changedBytes);
  await page.reload();
  await getRowButton(page, 'Open: mine.gguf').click();
  await expect(getLinkedRow(page).getByRole('alert')).toContainText('mine.gguf has changed since you last opened it.');
  await expect(getLinkedRow(page)).toContainText(`Now ${(changedBytes.length / 1000).toPrecision(3)} kB, modified`);
  await checkAccessibility(page);
  await getRowButton(page, 'Open anyway').click();
  expect((await waitForInspection(page)).error).toBeNull();
  await expect(page.getByTestId('facts')).toContainText('4,096');
  await expect(getLinkedRow(page).getByRole('alert')).toHaveCount(0);
  await page.reload();
  await getRowButton(page, 'Open: mine.gguf').click();
  expect((await waitForInspection(page)).error).toBeNull();
});
