import { readFile } from 'node:fs/promises';
import type { Recognition } from '#tasks/ocr/recognition.ts';
import { tinyText } from '#tasks/ocr/tiny-graphs.fixture.ts';
import { expect, test, type Page } from './fixtures/test.ts';
import { ocrImage, ocrModelFiles } from './fixtures/ocr-files.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { encodePng } from '../companion/cli/files/png.ts';

const waitForRuns = (page: Page) =>
  waitForOutcome<{ readonly inputs: readonly { readonly result: Recognition }[] }>(page);

async function openModel(page: Page, files = ocrModelFiles): Promise<void> {
  await page.goto('#/run?task=ocr');
  await page.getByTestId('model-file').setInputFiles(files);
}

async function addImage(page: Page, buffer: Buffer): Promise<void> {
  await page.getByTestId('input-file').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer });
}

test('the text of an image is marked, listed in reading order, copied and exported @accessible', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openModel(page);
  await addImage(page, ocrImage);
  expect((await waitForRuns(page)).result.inputs[0]).toMatchObject({ result: { text: tinyText } });
  const pieces = page.getByTestId('text-pieces').locator('li');
  await expect(pieces).toHaveText([/aab/, /aba/]);
  await expect(page.getByTestId('text-boxes').locator('span')).toHaveText(['1', '2']);
  await page.getByRole('button', { name: 'Copy text' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(tinyText);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save CSV' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]).toBe('file,row,text,score,x1,y1,x2,y2,x3,y3,x4,y4');
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^page\.png,1,aab,/),
    expect.stringMatching(/^page\.png,2,aba,/),
  ]);
  await checkAccessibilityInAllAppearances(page);

  await addImage(
    page,
    encodePng(200, 100, () => 255),
  );
  await expect(page.getByText('No text found.').first()).toBeVisible();
});

test('a character list of the wrong length for the recogniser is rejected with the expected length', async ({
  page,
}) => {
  const characterList = { name: 'letters.txt', mimeType: 'text/plain', buffer: Buffer.from('a\nb\nc\nd\n') };
  await openModel(page, [...ocrModelFiles.filter(({ name }) => name !== characterList.name), characterList]);
  await expect(page.getByRole('alert')).toContainText('4 characters');
  await expect(page.getByRole('alert')).toContainText('a model with 3 classes needs 1 or 2');
});
