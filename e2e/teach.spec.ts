import { readFile } from 'node:fs/promises';
import { encodePng } from '../companion/cli/files/png.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

/** Draws a picture with stripes that are `width` pixels wide. */
const drawStripes = (width: number, index: number) => ({
  name: `${width}-${index}.png`,
  mimeType: 'image/png',
  buffer: encodePng(32, 32, (x) => (Math.floor(x / width) % 2 ? 200 + index : 20)),
});

test('two classes are taught, tried, saved, undone and used in Run @accessible', async ({ page }) => {
  await page.goto('#/teach');
  await expect(page.getByTestId('features')).toContainText('384');
  const train = page.getByTestId('train');
  await expect(train).toBeDisabled();
  for (const [classIndex, [name, width]] of [['narrow', 2] as const, ['wide', 8] as const].entries()) {
    await page.getByLabel('Name of the class').nth(classIndex).fill(name);
    const images = Array.from({ length: 6 }, (_, index) => drawStripes(width, index));
    await page.getByTestId('images').nth(classIndex).setInputFiles(images);
  }
  await train.click();
  await expect(page.getByTestId('accuracy')).toContainText('100%', { timeout: 60_000 });
  await page.getByTestId('try').setInputFiles([drawStripes(8, 9)]);
  const answers = page.getByTestId('answers');
  await expect(answers.locator('li').first()).toContainText('wide');

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('save').click()]);
  expect(download.suggestedFilename()).toBe('narrow-wide.onnx');
  expect((await readFile(await download.path())).includes('["narrow","wide"]')).toBe(true);

  await train.click();
  await expect(page.getByTestId('verdict')).toContainText('in use');
  await page.getByTestId('undo').click();
  await checkAccessibilityInAllAppearances(page);

  // The model was trained again after it was saved, so the app asks.
  const answerDialog = async (answer: 'accept' | 'dismiss') => {
    const dialogShown = page.waitForEvent('dialog');
    const click = page.getByTestId('use-in-run').click(); // ends after the dialog is answered
    await (await dialogShown)[answer]();
    await click;
  };
  await answerDialog('dismiss');
  await expect(page).toHaveURL(/#\/teach/);
  await answerDialog('accept');
  await page.getByTestId('input-file').setInputFiles([drawStripes(8, 9)]);
  await expect(page.getByTestId('classes').locator('li').first()).toContainText('wide', { timeout: 60_000 });
});
