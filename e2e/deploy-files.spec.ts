import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** The bundled model of digits with a `doc_string` (field 6 of `ModelProto`), so that its digest differs. */
async function createOwnModel() {
  const bytes = await readFile(join(import.meta.dirname, '../models/digits/model.onnx'));
  const buffer = Buffer.concat([bytes, Buffer.from([0x32, 1, 0x78])]);
  return { name: 'mine.onnx', mimeType: 'application/octet-stream', buffer };
}

async function deploy(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Deployment' }).click();
  const panel = page.getByTestId('deployment-of-run');
  await expect(panel).toContainText('Deploying first stores a copy of the chosen files in this browser');
  await panel.getByLabel('Name').fill(name);
  await panel.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(panel).toContainText('Version 1 of “first” is current');
}

test('a chosen file is stored when it is deployed, and answers after a reload @accessible', async ({ page }) => {
  const own = await createOwnModel();
  await page.goto('#/run?task=digits');
  await page.getByTestId('model-file').setInputFiles(own);
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  await deploy(page, 'first');
  await expect(page).toHaveURL(/model=mine\.onnx/);
  await page.reload();
  await expect(page.getByTestId('deployment-of-run')).toContainText('Version 1 of “first” is current');
  await checkAccessibilityInAllAppearances(page);

  // Choosing the same file again uses its stored copy, which is already deployed.
  await page.getByTestId('model-file').setInputFiles({ ...own, name: 'renamed.onnx' });
  await expect(page.getByTestId('deployment-of-run')).not.toContainText('“first” is current');
  await deploy(page, 'second');
  await expect(page).toHaveURL(/model=mine\.onnx/);
  await page.goto('#/models');
  await expect(page.getByTestId('store')).toContainText('mine.onnx (');
  await expect(page.getByTestId('store')).not.toContainText('renamed.onnx');
});

test('a deployment whose model was deleted says so, and runs again after the file is chosen again', async ({
  page,
}) => {
  const own = await createOwnModel();
  await page.goto('#/run?task=digits');
  await page.getByTestId('model-file').setInputFiles(own);
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  await deploy(page, 'first');
  await page.goto('#/models');
  const store = page.getByTestId('store');
  await store.getByRole('button', { name: /^Delete/ }).click();
  await store.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(page.getByTestId('stored')).toHaveCount(0);
  await page.goto('#/deployments');
  await page.getByRole('link', { name: 'first' }).click();
  const missing = page.getByTestId('missing-version');
  await expect(missing).toContainText('The model of version 1 is no longer in this browser');
  await checkAccessibilityInAllAppearances(page);
  const restore = page.getByTestId('restore-version');
  await restore.setInputFiles({ ...own, buffer: Buffer.concat([own.buffer, Buffer.from([0x32, 1, 0x79])]) });
  await expect(page.getByRole('alert').first()).toContainText('are not those of version 1');
  await restore.setInputFiles({ ...own, name: 'renamed.onnx' });
  await expect(missing).toHaveCount(0);
  await page.getByTestId('deployment').waitFor();
  await page.getByRole('link', { name: 'Run', exact: true }).last().click();
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
});
