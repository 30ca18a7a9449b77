import { copyFile } from 'node:fs/promises';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { digitsPath, getLinkedRow, getRowButton } from './fixtures/linked-files.ts';
import { waitForInspection } from './fixtures/models-page.ts';
import { expect, test, type Page } from './fixtures/test.ts';

const missing = (page: Page) => page.getByTestId('missing');

/** Deletes the files of the stored models, as the browser may do when the disk is almost full. */
async function deleteStoredFiles(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    await models.removeEntry('whole', { recursive: true });
  });
}

test('a copy that is gone is restored from its renamed file, and a link to it works again @accessible', async ({
  page,
}) => {
  const [file, renamed] = ['mine.onnx', 'renamed.onnx'].map((name) => test.info().outputPath(name)) as [string, string];
  await copyFile(digitsPath, file);
  await copyFile(digitsPath, renamed);
  await page.goto('#/models');
  await page.getByTestId('model-file').setInputFiles(file);
  await waitForInspection(page);
  await page.getByTestId('store-copy').click();
  const id = (await page.getByTestId('stored').getAttribute('data-id'))!;
  await deleteStoredFiles(page);
  await page.getByTestId('store').getByRole('button', { name: /^Open/ }).click();
  await expect(page.getByTestId('stored').getByRole('alert')).toContainText('choose its file again');
  await expect(page.getByTestId('restore-file')).toBeAttached();

  await page.goto('about:blank');
  await page.goto(`#/models`);
  await expect(page.getByText(`The browser has cleared ${id}`)).toBeVisible();
  await page.goto(`#/run?task=digits&model=${encodeURIComponent(id)}`);
  await page.getByRole('link', { name: 'Open on the Models page' }).click();
  await expect(missing(page)).toContainText('Its files are no longer in this browser.');
  await checkAccessibilityInAllAppearances(page);
  await page
    .getByTestId('restore-file')
    .setInputFiles({ name: 'mine.onnx', mimeType: '', buffer: Buffer.from('other') });
  await expect(missing(page).getByRole('alert')).toContainText('its SHA-256 differs');
  await page.getByTestId('restore-file').setInputFiles(renamed);
  await expect(missing(page)).toHaveCount(0);
  await expect(page.getByTestId('stored')).toHaveAttribute('data-id', id);
  await page.goto(`#/run?task=digits&model=${encodeURIComponent(id)}`);
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
});

test('a missing copy can be removed from the list', async ({ page }) => {
  await page.goto(`#/models?model=${encodeURIComponent('mine.onnx (0a1b2c3d)')}`);
  await missing(page)
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(missing(page)).toHaveCount(0);
});

test('a linked file that has moved is chosen again at its new location', async ({ page }) => {
  await page.goto('#/models');
  const bytes = [...(createCountingLlama().files.get('tiny.gguf') as Uint8Array)];
  /** Writes a file, which the replaced file picker then returns. */
  const offerFile = (folder: string) =>
    page.evaluate(
      async ([folder, bytes]) => {
        const parent = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
        const handle = await parent.getFileHandle('tiny.gguf', { create: true });
        const writing = await handle.createWritable();
        await writing.write(new Uint8Array(bytes));
        await writing.close();
        Object.assign(globalThis, { showOpenFilePicker: async () => [handle] });
      },
      [folder, bytes] as const,
    );
  await offerFile('before');
  await page.getByTestId('model-file').press('Enter');
  await waitForInspection(page);
  await page.getByTestId('remember-location').click();
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry('before', { recursive: true }));
  await getRowButton(page, 'Open: tiny.gguf').click();
  await expect(getLinkedRow(page).getByRole('alert')).toContainText('tiny.gguf was not found');
  await checkAccessibilityInAllAppearances(page);
  await offerFile('after');
  await page.getByTestId('moved-file').press('Enter');
  await expect(getLinkedRow(page).getByRole('alert')).toHaveCount(0);
  await page.reload();
  await getRowButton(page, 'Open: tiny.gguf').click();
  expect((await waitForInspection(page)).result).toMatchObject({ format: 'gguf' });
});
