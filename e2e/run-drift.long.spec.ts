import { encodePng } from '../companion/cli/files/png.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** Draws stripes of 24 widths and colours, with their brightness multiplied by a factor. */
const drawStripes = (factor: number) =>
  Array.from({ length: 24 }, (_, index) => {
    const brightness = (x: number) => factor * (x % (4 + index) < 2 + index / 3 ? 240 - 4 * index : 30 + index);
    return {
      name: `${index}.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(encodePng(64, 64, (x) => brightness(x))),
    };
  });

async function runImages(page: Page, factor: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto('#/run?task=image-classification');
  await page.getByTestId('input-file').setInputFiles(drawStripes(factor));
  await expect(page.getByText('24 of 24')).toBeVisible();
  await page.getByText('Have the inputs changed?').click();
}

test('images are stored as a reference, and darker ones are reported as drift after a reload', async ({ page }) => {
  await runImages(page, 1);
  const panel = page.getByTestId('drift');
  await panel.getByRole('button', { name: 'Use these 24 images as the reference' }).click();
  await expect(panel).toContainText('Reference: 24 images');
  await panel.getByRole('button', { name: 'Compare with the reference' }).click();
  await expect(panel.getByRole('status')).toHaveAttribute('data-verdict', 'no-drift');

  await runImages(page, 0.5);
  await panel.getByRole('button', { name: 'Compare with the reference' }).click();
  await expect(panel.getByRole('status')).toHaveAttribute('data-verdict', 'drift');
  await expect(panel.getByRole('row', { name: /Brightness/ })).toContainText('< 0.001');
  await checkAccessibilityInAllAppearances(page);
  await panel.getByRole('button', { name: 'Remove the reference' }).click();
  await expect(panel).not.toContainText('Reference:');
});
