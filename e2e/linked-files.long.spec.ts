import { copyFile, readFile, rename } from 'node:fs/promises';
import { getRowButton, digitsPath, dropFiles, dropAndRemember, getLinkedRow } from './fixtures/linked-files.ts';
import { waitForInspection } from './fixtures/models-page.ts';
import { checkAccessibility } from './fixtures/accessibility.ts';
import { expect, test, type Page } from './fixtures/test.ts';

test('a moved file is reported with what to do, and opens after it is moved back', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digitsPath, file);
  await dropAndRemember(page, file);
  await rename(file, `${file}.elsewhere`);
  await page.reload();
  await getRowButton(page, 'Open').click();
  await expect(getLinkedRow(page).getByRole('alert')).toContainText('mine.onnx was not found');
  await expect(getLinkedRow(page).getByRole('alert')).toContainText('Put it back and open it again, or forget it');
  await rename(`${file}.elsewhere`, file);
  await getRowButton(page, 'Open').click();
  expect((await waitForInspection(page)).result).toMatchObject({ format: 'onnx' });
  await expect(getLinkedRow(page).getByRole('alert')).toHaveCount(0);
});

test('permission is requested again if the browser requires it, and a denial is reported', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digitsPath, file);
  await dropAndRemember(page, file);
  await page.reload();
  // An automated browser shows no permission prompt either: the test supplies the answers.
  await page.evaluate(() => {
    const answers: PermissionState[] = ['denied', 'granted'];
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => 'prompt',
      requestPermission: async () => answers.shift(),
    });
  });
  await getRowButton(page, 'Open').click();
  await expect(getLinkedRow(page).getByRole('alert')).toContainText('The browser did not allow reading mine.onnx.');
  await checkAccessibility(page);
  await getRowButton(page, 'Open').click();
  expect((await waitForInspection(page)).result).toMatchObject({ format: 'onnx' });
});

test.describe('if the browser', () => {
  const chooseDigits = async (page: Page) => {
    await page.goto('#/models');
    const chooser = page.waitForEvent('filechooser');
    await page.getByText('Choose files').click();
    await (await chooser).setFiles(digitsPath);
    await waitForInspection(page);
    await expect(page.getByTestId('store-copy')).toBeVisible();
    await expect(page.getByTestId('remember-location')).toHaveCount(0);
  };

  test('cannot remember files, only copying is offered', async ({ page }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'showOpenFilePicker');
      Reflect.deleteProperty(DataTransferItem.prototype, 'getAsFileSystemHandle');
    });
    await chooseDigits(page);
    await page.reload();
    await expect(page.getByTestId('model-file')).toBeAttached();
    await dropFiles(page, digitsPath);
    await waitForInspection(page);
    await expect(page.getByTestId('store-copy')).toBeVisible();
    await expect(page.getByTestId('remember-location')).toHaveCount(0);
  });

  test('blocks its file picker, the plain file input is used', async ({ page }) => {
    await page.addInitScript(() => {
      const reject = () => Promise.reject(new DOMException('Cross origin sub frames', 'SecurityError'));
      Object.assign(globalThis, { showOpenFilePicker: reject });
    });
    await chooseDigits(page);
  });
});

test('forgetting a file leaves it on disk, and keyboard focus in the list', async ({ page }) => {
  const file = test.info().outputPath('mine.onnx');
  await copyFile(digitsPath, file);
  await dropAndRemember(page, file);
  await getRowButton(page, 'Forget: mine.onnx').press('Enter');
  await expect(getLinkedRow(page)).toHaveCount(0);
  await expect(page.getByTestId('store')).toBeFocused();
  await expect(page.getByTestId('remember-location')).toBeEnabled();
  expect(await readFile(file)).toEqual(await readFile(digitsPath));
  await page.reload();
  await expect(page.getByTestId('store')).toContainText('No models stored yet');
});
