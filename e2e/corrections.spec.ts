import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '../companion/cli/files/png.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

/** Draws stripes that are `width` pixels wide, with a brightness that depends on `index`. */
const drawStripes = (width: number, index: number) =>
  encodePng(32, 32, (x) => (Math.floor(x / width) % 2 ? 150 + 5 * index : 20));

/** Writes a folder with ten pictures of each class. */
async function writeFolder(widths: Readonly<Record<string, number>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-corrections-'));
  for (const [label, width] of Object.entries(widths)) {
    await mkdir(join(folder, label));
    for (let index = 0; index < 10; index++)
      await writeFile(join(folder, label, `${index}.png`), drawStripes(width, index));
  }
  return folder;
}

test('a deployed model learns from corrections as a new version, and undo restores the old one @accessible', async ({
  page,
}) => {
  await page.goto('#/run?task=image-classification&model=cifar10');
  const pictures = Array.from({ length: 10 }, (_, index) => ({
    name: `${index}.png`,
    mimeType: 'image/png',
    buffer: drawStripes(2, index + 10),
  }));
  await page.getByTestId('input-file').setInputFiles(pictures);
  const best = page.getByTestId('classes').locator('li').first();
  await expect(best).toBeVisible({ timeout: 60_000 });
  const firstLabel = (await best.getAttribute('data-label'))!;
  const truth = firstLabel === 'cat' ? 'frog' : 'cat';

  await page.getByText('Deployment', { exact: true }).click();
  const deployment = page.getByTestId('deployment-of-run');
  await deployment.getByLabel('Name').fill('stripes');
  await deployment.getByRole('button', { name: 'Deploy' }).click();
  await expect(deployment).toContainText('Version 1 of “stripes” is current');

  await page.getByText('Correct this model').click();
  const corrections = page.getByTestId('corrections');
  await corrections.getByRole('button', { name: 'Start correcting' }).click();
  const folder = await writeFolder({ [truth]: 2, [firstLabel]: 12 });
  await page.getByTestId('correction-folder').setInputFiles(folder);
  const counts = page.getByTestId('correction-counts');
  await expect(counts).toContainText('10 are held out', { timeout: 60_000 });
  await rm(folder, { recursive: true });
  for (const index of pictures.keys()) {
    await page.getByTestId('images').locator('li').nth(index).getByRole('button').first().click();
    await corrections.getByLabel('Right class').fill(truth);
    await page.getByTestId('correct').click();
    await expect(counts).toContainText(index === 0 ? '1 new correction.' : `${index + 1} new corrections.`);
  }
  await page.getByTestId('learn').click();
  await expect(page.getByTestId('learning-result')).toContainText('is better, and is now in use', { timeout: 60_000 });
  await expect(page.getByTestId('adopted')).toContainText('version 2 of “stripes”');
  await expect(best).toHaveAttribute('data-label', truth, { timeout: 60_000 });
  await checkAccessibilityInAllAppearances(page);

  await page.getByTestId('undo-learning').click();
  await expect(best).toHaveAttribute('data-label', firstLabel, { timeout: 60_000 });
  await expect(counts).toContainText('10 new corrections.', { timeout: 60_000 });
});
