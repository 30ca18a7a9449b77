import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../companion/cli/files/png.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** Draws images of stripes with different widths. */
const drawStripes = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const brightness = (x: number) => (x % (4 + index) < 2 + index / 3 ? 240 - index : 30 + index);
    return {
      name: `${index}.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(encodePng(32, 32, (x) => brightness(x))),
    };
  });

const formatRunLink = (threads: number) => `#/run?task=image-classification&device=wasm&threads=${threads}`;

async function openRun(page: Page, threads: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(formatRunLink(threads));
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
  await expect(panel).toContainText('Version 1 of “My classifier” is current');

  await openRun(page, 1);
  await page.getByRole('button', { name: 'Deployment' }).click();
  await panel.getByRole('button', { name: 'Add as a new version of “My classifier”' }).click();
  await expect(panel).toContainText('Added. The new version does not handle inputs yet.');

  // The first version is monitored, also after a reload, and the candidate runs in shadow mode.
  await openDeployment(page);
  const rollout = page.getByTestId('rollout');
  await page.getByRole('link', { name: 'Try a version alongside' }).click(); // opens the section
  await rollout.getByText('Shadow: both versions run').click();
  await rollout.getByTestId('start-rollout').click();
  await expect(rollout.getByRole('alert')).toContainText('Enter the time above which a run is slow');
  await rollout.getByLabel('Slow-run threshold (ms)').fill('60000');
  await rollout.getByTestId('start-rollout').click();
  await expect(page.getByTestId('rollout-now')).toHaveText('Version 2 runs in shadow mode.');

  await openRun(page, 2);
  await expect(panel).toContainText('Version 2 runs in shadow mode');
  await page.getByTestId('input-file').setInputFiles(drawStripes(12));
  await expect(page.getByText('12 of 12')).toBeVisible();
  await panel.getByRole('link', { name: 'Open the deployment' }).click();
  await expect(page.getByTestId('life')).toContainText('12 runs monitored');
  await expect(page.getByTestId('monitor')).toHaveAttribute('data-runs', /2[34]/); // the last input may still be running
  await expect(rollout).toContainText('The results agree by 100%');
  await checkAccessibilityInAllAppearances(page);

  await page.getByTestId('stop-rollout').click();
  await page.getByRole('button', { name: 'Switch to this version version 2' }).click();
  const deployment = page.getByTestId('deployment');
  await expect(deployment).toHaveAttribute('data-version', '2');
  await page.getByTestId('rehearse').click();
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByTestId('history')).toContainText(/Rollback to version 1 rehearsed: it opened in/);
  await page.getByTestId('roll-back').click();
  await expect(deployment).toHaveAttribute('data-version', '1');

  await page.getByRole('button', { name: 'This deployment' }).click();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByTestId('delete-monitoring-data').click();
  await expect(page.getByTestId('monitor')).toHaveAttribute('data-runs', '0');
  await page.getByTestId('delete').click();
  await expect(page.getByText('No deployments yet')).toBeVisible();
});

/** Draws white bars on black at 24 positions, which look like a one; with a second bar, they look like no digit. */
function drawBars(count: number, isDouble = false): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const left = 14 + ((index * 7) % 24);
    const isBar = (x: number) =>
      (x >= left && x < left + 6) || (isDouble && (x + 25) % 56 >= left && (x + 25) % 56 < left + 9);
    return Buffer.from(
      encodePng(56, 56, (x, y) => (isBar(x) && y > 6 + (index % 5) && y < 46 + (index % 4) ? 255 : 0)),
    );
  });
}
const toInputs = (images: readonly Buffer[]) =>
  images.map((buffer, index) => ({ name: `${index}.png`, mimeType: 'image/png', buffer }));

test('drift is reported, accuracy is estimated with its error, and uncertain inputs are labelled', async ({ page }) => {
  test.slow();
  // Selects every fourth input for labelling.
  await page.addInitScript(() => {
    let draws = 0;
    Math.random = () => (draws++ % 4 === 0 ? 0.01 : 0.5);
  });
  // The estimate is fitted on a labelled folder.
  const folder = test.info().outputPath('bars');
  for (const [index, bytes] of drawBars(48).entries()) {
    const path = join(folder, index % 4 === 3 ? '7' : '1', `${index}.png`);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, bytes);
  }
  await page.goto('#/evaluate?task=digits&device=wasm&threads=1');
  await expect(page.getByTestId('choose-model-name')).toHaveText('Handwritten digits');
  await page.getByTestId('data-folder').setInputFiles(folder);
  await page.getByTestId('evaluate').click();
  await expect(page.getByTestId('scores').getByRole('row', { name: 'Top-1 accuracy' })).toBeVisible();

  const openRunPage = async () => {
    await page.goto('about:blank');
    await page.goto('#/run?task=digits&device=wasm&threads=1');
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  };
  await openRunPage();
  await page.getByRole('button', { name: 'Deployment' }).click();
  const panel = page.getByTestId('deployment-of-run');
  await panel.getByLabel('Name').fill('My reader');
  await panel.getByRole('button', { name: 'Deploy', exact: true }).click();
  await panel.getByRole('link', { name: 'Open the deployment' }).click();
  await expect(page.getByTestId('queue')).toContainText('No inputs are stored.');
  await page.getByLabel('Store such inputs of this deployment').check();
  await expect(page.getByTestId('queue')).toContainText('No input is waiting for a label.');

  const runImages = async (isDouble: boolean) => {
    await openRunPage();
    await page.getByTestId('input-file').setInputFiles(toInputs(drawBars(24, isDouble)));
    await expect(page.getByText('24 of 24')).toBeVisible();
    await panel.getByRole('link', { name: 'Open the deployment' }).click();
  };
  await runImages(false);
  const drift = page.getByTestId('deployment-drift');
  await expect(drift).toHaveAttribute('data-inputs', '24');
  await page.getByTestId('keep-reference').click();
  await expect(drift.getByRole('status')).toHaveAttribute('data-verdict', 'not-measured');
  const accuracy = page.getByTestId('estimated-accuracy');
  await expect(accuracy.getByRole('row', { name: /ATC/ })).toContainText('on 24 items each');
  await expect(accuracy).toContainText('No past error yet');

  await runImages(true);
  await expect(drift).toHaveAttribute('data-inputs', '48');
  await expect(drift.getByRole('status')).toHaveAttribute('data-verdict', 'drift');
  const alerts = page.getByTestId('alerts');
  await alerts.getByLabel('Alert on').selectOption('drift');
  await alerts.getByLabel('Limit', { exact: true }).fill('2');
  await alerts.getByRole('button', { name: 'Add the rule' }).click();
  await expect(alerts.getByRole('alert')).toContainText('a probability is from 0.001 to 1');
  await alerts.getByLabel('Limit', { exact: true }).fill('0.01');
  await alerts.getByRole('button', { name: 'Add the rule' }).click();
  const rule = alerts.getByRole('listitem');
  await expect(rule).toContainText('drift of the inputs: probability without any change below 0.01');
  await expect(rule).toContainText('alert raised, now < 0.001', { timeout: 60_000 });
  const queue = page.getByTestId('queue');
  await expect(queue).toHaveAttribute('data-waiting', /[1-9]/);
  const form = page.getByTestId('label-form');
  const firstInput = await form.getAttribute('data-input');
  await form.focus();
  await page.keyboard.press('1');
  await expect(queue).toHaveAttribute('data-labelled', '1');
  await queue.getByRole('button', { name: 'Undo the last label' }).click();
  await expect(queue).toHaveAttribute('data-labelled', '0');
  await expect(form).toHaveAttribute('data-input', firstInput!);
  await form.getByLabel('Another class').fill('8');
  await form.getByRole('button', { name: 'Set label' }).click();
  await expect(queue).toHaveAttribute('data-labelled', '1');
  await checkAccessibilityInAllAppearances(page);
  await page.setViewportSize({ width: 1280, height: 900 }); // on a phone, the queue starts collapsed

  await page.getByTestId('evaluate-labels').click();
  await page.getByRole('button', { name: 'My reader: labelled inputs' }).click();
  await expect(page.getByTestId('set-found')).toContainText('1 item');
  await page.goBack();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByTestId('delete-queue').click();
  await expect(queue).toContainText('No input is waiting for a label.');
});
