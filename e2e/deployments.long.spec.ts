import { encodePng } from '../companion/cli/files/png.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** Images of stripes of different widths. */
const drawStripes = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const light = (x: number) => (x % (4 + index) < 2 + index / 3 ? 240 - index : 30 + index);
    return { name: `${index}.png`, mimeType: 'image/png', buffer: Buffer.from(encodePng(32, 32, (x) => light(x))) };
  });

const link = (threads: number) => `#/run?task=image-classification&device=wasm&threads=${threads}`;

async function openRun(page: Page, threads: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link(threads));
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
}

async function openDeployment(page: Page): Promise<void> {
  await page.goto('#/deployments');
  await page.getByTestId('deployments').getByRole('link', { name: 'My classifier' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My classifier');
}

test('a model is deployed, monitored, compared with a candidate, switched and rolled back', async ({ page }) => {
  await openRun(page, 2);
  await page.getByRole('button', { name: 'Deployment' }).click();
  const panel = page.getByTestId('deployment-of-run');
  await panel.getByLabel('Name').fill('My classifier');
  await panel.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(panel).toContainText('Version 1 of “My classifier” answers');

  await openRun(page, 1);
  await page.getByRole('button', { name: 'Deployment' }).click();
  await panel.getByRole('button', { name: 'Add as a new version of “My classifier”' }).click();
  await expect(panel).toContainText('Added. It does not handle inputs yet.');

  // The first version is monitored, also after a reload, and the candidate runs in its shadow.
  await openDeployment(page);
  const rollout = page.getByTestId('rollout');
  await rollout.getByText('Shadow: both run').click();
  await rollout.getByTestId('start-rollout').click();
  await expect(rollout.getByRole('alert')).toContainText('Enter the time above which a run is slow');
  await rollout.getByLabel('Slow-run threshold (ms)').fill('60000');
  await rollout.getByTestId('start-rollout').click();
  await expect(page.getByTestId('rollout-now')).toHaveText('Version 2 runs in the shadow.');

  await openRun(page, 2);
  await expect(panel).toContainText('Version 2 runs in the shadow');
  await page.getByTestId('input-file').setInputFiles(drawStripes(12));
  await expect(page.getByText('12 of 12')).toBeVisible();
  await panel.getByRole('link', { name: 'Open the deployment' }).click();
  await expect(page.getByTestId('life')).toContainText('12 runs monitored');
  await expect(page.getByTestId('monitor')).toHaveAttribute('data-runs', /2[34]/); // the last one may still run
  await expect(rollout).toContainText('The results agree by 100%');
  await checkAccessibilityInAllAppearances(page);

  await page.getByTestId('stop-rollout').click();
  await page.getByRole('button', { name: 'Switch to it version 2' }).click();
  const deployment = page.getByTestId('deployment');
  await expect(deployment).toHaveAttribute('data-version', '2');
  await page.getByTestId('rehearse').click();
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByTestId('history')).toContainText(/Rollback to version 1 rehearsed: it opened in/);
  await page.getByTestId('roll-back').click();
  await expect(deployment).toHaveAttribute('data-version', '1');

  await page.getByRole('button', { name: 'This deployment' }).click();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByTestId('wipe').click();
  await expect(page.getByTestId('monitor')).toHaveAttribute('data-runs', '0');
  await page.getByTestId('delete').click();
  await expect(page.getByText('There are no deployments yet')).toBeVisible();
});
