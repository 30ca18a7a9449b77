import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTinyLlama } from '#formats/tiny/models.fixture.ts';
import { expect, type Page } from './fixtures/test.ts';
import { test } from './fixtures/hub-test.ts';

const sizeBytes = 3_000_000;
const hubFile = 'maker/model/model.gguf';
const modelId = 'maker/model:model.gguf';

let sha256: string;
test.beforeEach(async ({ hub, useHub, context }) => {
  sha256 = hub.addFile(hubFile, { head: createTinyLlama().bytes, sizeBytes });
  await useHub(context);
});

async function downloadModel(page: Page): Promise<void> {
  await page.goto(`#/models?model=${modelId}`);
  await page.getByTestId('inspect').click();
  await page.getByTestId('download').click();
}

const getStoredList = (page: Page) => page.getByTestId('stored');
const getButton = (page: Page, name: RegExp | string) => page.getByTestId('store').getByRole('button', { name });

/** Removes or damages a stored file without the app, as a faulty disk would. */
async function changeStoredFile(page: Page, change: 'remove' | 'damage', name = sha256): Promise<void> {
  await page.evaluate(
    async ([name, change]) => {
      const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
      const whole = await models.getDirectoryHandle('whole');
      if (change === 'remove') return whole.removeEntry(name);
      const writing = await (await whole.getFileHandle(name)).createWritable({ keepExistingData: true });
      await writing.write({ type: 'write', position: 20_000, data: new Uint8Array(1) });
      await writing.close();
    },
    [name, change] as const,
  );
}

test('the Models page shows how much of the storage quota is used', async ({ page }) => {
  await page.goto('#/models');
  const quotaBar = page.getByTestId('store').getByRole('progressbar');
  const fractionUsed = () => quotaBar.evaluate((bar) => (bar as HTMLProgressElement).value);
  const before = await fractionUsed();
  await downloadModel(page);
  await expect(getStoredList(page)).toBeVisible();
  const estimate = () => page.evaluate(() => navigator.storage.estimate());
  const { quota = 0 } = await estimate();
  expect((await fractionUsed()) - before).toBeGreaterThanOrEqual(sizeBytes / quota);
  await expect(quotaBar).toHaveAccessibleName(/This site uses .* of /);
  await getButton(page, /^Delete/).click();
  await getButton(page, 'Delete permanently').click();
  await expect(getStoredList(page)).toHaveCount(0);
  expect((await estimate()).usage).toBeLessThan(sizeBytes);
});

test('a damaged model is reported by Verify, and is not measured', async ({ hub, page }) => {
  const digits = await readFile(join(import.meta.dirname, '../models/digits/model.onnx'));
  hub.addFile('maker/model/digits.onnx', { head: digits });
  await page.goto('#/models?model=maker/model:digits.onnx');
  await page.getByTestId('inspect').click();
  await page.getByTestId('download').click();
  await expect(getStoredList(page)).toContainText('maker/model:digits.onnx');
  await changeStoredFile(page, 'damage', createHash('sha256').update(digits).digest('hex'));
  await getButton(page, /^Verify/).click();
  await expect(getStoredList(page)).toContainText(
    'Damaged or missing: digits.onnx. Download it or choose the file again.',
  );
  await page.goto('#/bench?model=maker/model:digits.onnx&effort=quick&auto=1');
  await expect(page.getByRole('alert')).toContainText('The digits.onnx file is damaged');
  await expect(page.getByTestId('report')).toHaveCount(0);
});

test('a model cleared by the browser is reported on the next visit @long', async ({ page }) => {
  await downloadModel(page);
  await expect(getStoredList(page)).toBeVisible();
  await changeStoredFile(page, 'remove');
  await page.goto('about:blank');
  await page.goto('#/models');
  await expect(page.getByText(`The browser has cleared ${modelId} since your last visit.`)).toBeVisible();
  await expect(getStoredList(page)).toHaveCount(0);
  // It can be downloaded again, and is reported only once.
  await downloadModel(page);
  await expect(getStoredList(page)).toBeVisible();
  await page.reload();
  await expect(getStoredList(page)).toBeVisible();
  await expect(page.getByText('has cleared')).toHaveCount(0);
});

test('one tab cannot discard a download of another tab @long', async ({ hub, page, context }) => {
  hub.injectFault(hubFile, { kind: 'slow', bytes: 50_000 });
  await downloadModel(page);
  await expect(page.getByTestId('pending')).toContainText(/ of 3 MB/);
  const otherTab = await context.newPage();
  await otherTab.goto('#/models');
  await getButton(otherTab, /^Discard/).click();
  await expect(otherTab.getByRole('alert')).toContainText(`A tab has ${modelId} open, or is downloading it`);
  hub.clearFaults();
  await expect(getStoredList(page)).toBeVisible();
  await getButton(page, /^Verify/).click();
  await expect(getStoredList(page)).toContainText('Verified: all files are intact.');
});
