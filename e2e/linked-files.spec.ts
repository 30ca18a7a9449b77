import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from './fixtures/test.ts';
import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { ggufOf, outcomeOfInspection } from './fixtures/models-page.ts';
import { expectNoViolations, expectNoViolationsIn } from './fixtures/no-violations.ts';

const digits = join(import.meta.dirname, '../models/digits/model.onnx');
const row = (page: Page) => page.getByTestId('linked');
const button = (page: Page, action: string) => row(page).getByRole('button', { name: action });

/** An automated browser shows no file picker: replaces it with a real handle to a file of the site's own storage. */
async function pickOwnFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
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

/** Simulates dropping local files; the browser gives the page handles to them. */
async function drop(page: Page, ...files: string[]): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  }
}

/** Drops a file and lets the page remember it. */
async function remember(page: Page, file: string): Promise<void> {
  await page.goto('#/models');
  await expect(page.getByTestId('model-file')).toBeAttached();
  await drop(page, file);
  await outcomeOfInspection(page);
  await page.getByTestId('remember-location').click();
  await expect(row(page)).toBeVisible();
}

/** Number of files copied into the store. */
const storedFiles = (page: Page) =>
  page.evaluate(async () => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
    const whole = await models.getDirectoryHandle('whole', { create: true });
    let count = 0;
    for await (const _ of whole.keys()) count += 1;
    return count;
  });

test('a picked file is remembered without a copy, and opens after a reload, by keyboard alone', async ({ page }) => {
  await page.goto('#/models');
  await expect(page.getByTestId('store')).toContainText('No models stored yet');
  await pickOwnFile(page, 'tiny.gguf', countingLlama().files.get('tiny.gguf') as Uint8Array);
  await page.getByTestId('model-file').press('Enter');
  expect((await outcomeOfInspection(page)).result).toMatchObject({ format: 'gguf' });
  await page.getByTestId('remember-location').press('Enter');
  await expect(page.getByText('Remembered as tiny.gguf.')).toBeVisible();
  await expect(row(page)).toContainText('Opened directly from your disk');
  await expect(row(page)).toContainText('last used');
  expect(await storedFiles(page)).toBe(0);

  await page.reload();
  await expect(page.getByText('No models stored yet')).toHaveCount(0);
  await button(page, 'Open: tiny.gguf').press('Enter');
  expect((await outcomeOfInspection(page)).result).toMatchObject({ format: 'gguf' });
  await expect(page.getByText('Remembered as tiny.gguf.')).toBeVisible(); // not offered again
  await expectNoViolationsIn(page);
  await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat\?linked=tiny\.gguf/);
  await page.getByTestId('run').press('Enter');
  await expect(page.getByTestId('engine')).toContainText('wllama');
  await page.getByRole('textbox', { name: 'Message' }).fill('a');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('usage')).toBeVisible();
  expect(await storedFiles(page)).toBe(0);
});

test('a dropped file is remembered, and can be run and measured after a reload', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digits, file);
  await remember(page, file);
  await page.reload();
  await button(page, 'Open').click();
  await page.getByTestId('run').click();
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime Web');
  await page.goBack();
  await button(page, 'Open').click();
  await page.getByTestId('measure').click();
  await expect(page.getByText('mine.onnx,')).toBeVisible();
  await expect(page.getByTestId('run')).toBeEnabled();
});

test('a changed file is reported, and can be opened anyway', async ({ page }) => {
  const file = test.info().outputPath('mine.gguf');
  await writeFile(file, Buffer.concat([ggufOf(2048, 100_000), Buffer.alloc(100_000)]));
  await remember(page, file);
  const grown = Buffer.concat([ggufOf(4096, 300_000), Buffer.alloc(300_000)]);
  await writeFile(file, grown);
  await page.reload();
  await button(page, 'Open: mine.gguf').click();
  await expect(row(page).getByRole('alert')).toContainText('mine.gguf has changed since you last opened it.');
  await expect(row(page)).toContainText(`Now ${(grown.length / 1000).toPrecision(3)} kB, modified`);
  await expectNoViolations(page);
  await button(page, 'Open anyway').click();
  expect((await outcomeOfInspection(page)).error).toBeNull();
  await expect(page.getByTestId('facts')).toContainText('4,096');
  await expect(row(page).getByRole('alert')).toHaveCount(0);
  await page.reload();
  await button(page, 'Open: mine.gguf').click();
  expect((await outcomeOfInspection(page)).error).toBeNull();
});

test('a moved file is reported with what to do, and opens after it is moved back', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digits, file);
  await remember(page, file);
  await rename(file, `${file}.elsewhere`);
  await page.reload();
  await button(page, 'Open').click();
  await expect(row(page).getByRole('alert')).toContainText('mine.onnx was not found');
  await expect(row(page).getByRole('alert')).toContainText('Put it back and open it again, or forget it');
  await rename(`${file}.elsewhere`, file);
  await button(page, 'Open').click();
  expect((await outcomeOfInspection(page)).result).toMatchObject({ format: 'onnx' });
  await expect(row(page).getByRole('alert')).toHaveCount(0);
});

test('permission is requested again if the browser requires it, and a denial is reported', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digits, file);
  await remember(page, file);
  await page.reload();
  // An automated browser shows no permission prompt either: the test supplies the answers.
  await page.evaluate(() => {
    const answers: PermissionState[] = ['denied', 'granted'];
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => 'prompt',
      requestPermission: async () => answers.shift(),
    });
  });
  await button(page, 'Open').click();
  await expect(row(page).getByRole('alert')).toContainText('The browser did not allow reading mine.onnx.');
  await expectNoViolations(page);
  await button(page, 'Open').click();
  expect((await outcomeOfInspection(page)).result).toMatchObject({ format: 'onnx' });
});

test('forgetting a file leaves it on disk, and keyboard focus in the list', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digits, file);
  await remember(page, file);
  await button(page, 'Forget: mine.onnx').press('Enter');
  await expect(row(page)).toHaveCount(0);
  await expect(page.getByTestId('store')).toBeFocused();
  await expect(page.getByTestId('remember-location')).toBeEnabled();
  expect(await readFile(file)).toEqual(await readFile(digits));
  await page.reload();
  await expect(page.getByTestId('store')).toContainText('No models stored yet');
});

test.describe('if the browser', () => {
  const choose = async (page: Page) => {
    await page.goto('#/models');
    const chooser = page.waitForEvent('filechooser');
    await page.getByText('Choose files').click();
    await (await chooser).setFiles(digits);
    await outcomeOfInspection(page);
    await expect(page.getByTestId('store-copy')).toBeVisible();
    await expect(page.getByTestId('remember-location')).toHaveCount(0);
  };

  test('cannot remember files, only copying is offered', async ({ page }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'showOpenFilePicker');
      Reflect.deleteProperty(DataTransferItem.prototype, 'getAsFileSystemHandle');
    });
    await choose(page);
    await page.reload();
    await expect(page.getByTestId('model-file')).toBeAttached();
    await drop(page, digits);
    await outcomeOfInspection(page);
    await expect(page.getByTestId('store-copy')).toBeVisible();
    await expect(page.getByTestId('remember-location')).toHaveCount(0);
  });

  test('blocks its file picker, the plain file input is used', async ({ page }) => {
    await page.addInitScript(() => {
      const refuse = () => Promise.reject(new DOMException('Cross origin sub frames', 'SecurityError'));
      Object.assign(globalThis, { showOpenFilePicker: refuse });
    });
    await choose(page);
  });
});
