import { png } from '../companion/cli/files/png.ts';
import { expectNoViolationsIn } from './fixtures/no-violations.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** Images of stripes of different widths. */
const stripes = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const light = (x: number) => (x % (4 + index) < 2 + index / 3 ? 240 - index : 30 + index);
    return { name: `${index}.png`, mimeType: 'image/png', buffer: Buffer.from(png(32, 32, (x) => light(x))) };
  });

async function runImages(page: Page, link: string, count: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByTestId('engine')).toContainText('WebAssembly');
  await page.getByTestId('input-file').setInputFiles(stripes(count));
  await expect(page.getByText(`${count} of ${count}`)).toBeVisible();
}

test('a model is deployed, monitored, tried beside another version, switched and rolled back', async ({ page }) => {
  await page.goto('#/run?task=image-classification&device=wasm');
  await page.getByRole('button', { name: 'Deployment' }).click();
  const panel = page.getByTestId('deployment-of-run');
  await panel.getByLabel('Name').fill('My classifier');
  await panel.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(panel).toContainText('Version 1 of “My classifier” answers');

  await runImages(page, '#/run?task=image-classification&device=wasm', 12);
  await panel.getByRole('link', { name: 'Open the deployment' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My classifier');
  await expect(page.getByTestId('monitor')).toHaveAttribute('data-runs', '12');
  await expect(page.getByTestId('life')).toContainText('12 runs monitored');
  await expectNoViolationsIn(page);
});
