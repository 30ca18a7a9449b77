import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { downloadFromHub, publishGguf } from './fixtures/hub-model.ts';
import { test } from './fixtures/hub-test.ts';
import { waitForInspection } from './fixtures/models-page.ts';
import { checkAccessibility } from './fixtures/accessibility.ts';
import { expect } from './fixtures/test.ts';

const digitsPath = join(import.meta.dirname, '../models/digits/model.onnx');

test.describe('a Hub model', () => {
  test.beforeEach(({ useHub, context }) => useHub(context));

  test('is measured from a link if it is stored; otherwise the page reports it and makes no request', async ({
    hub,
    useHub,
    page,
    browser,
  }) => {
    const bytes = await readFile(digitsPath);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    hub.addFile('maker/model/onnx/digits.onnx', { head: bytes });
    const id = 'maker/model:onnx/digits.onnx';
    await downloadFromHub(page, id);
    await page.getByTestId('open').click();
    await expect(page.getByTestId('run')).toHaveAttribute('href', new RegExp(`#/run.*${encodeURIComponent(id)}`));
    await page.getByTestId('measure').click();
    await page.getByText('Quick', { exact: true }).click();
    await page.getByTestId('run').click();
    await page.getByTestId('report').waitFor();
    await expect(page.getByText(sha256, { exact: true })).toBeAttached();
    const result = await page.getByTestId('result-link').textContent();

    const otherContext = await browser.newContext();
    try {
      await useHub(otherContext);
      const otherPage = await otherContext.newPage();
      const requestedHosts: string[] = [];
      otherPage.on('request', (request) => requestedHosts.push(new URL(request.url()).host));
      await otherPage.goto(result ?? '');
      await otherPage.getByTestId('repeat').click();
      const benchUrl = otherPage.url();
      expect(new URLSearchParams(benchUrl.split('?')[1]).get('model')).toBe(id);
      await expect(otherPage.getByRole('alert')).toContainText(`${id} is not stored in this browser.`);
      await checkAccessibility(otherPage);
      await otherPage.getByRole('link', { name: 'Open on the Models page' }).click();
      await expect(otherPage.getByTestId('model-name')).toHaveValue(id);
      expect(requestedHosts).not.toContain(new URL(hub.url).host);
      await otherPage.getByTestId('inspect').click();
      await waitForInspection(otherPage);
      expect(requestedHosts).toContain(new URL(hub.url).host);
      await otherPage.getByTestId('download').click();
      await expect(otherPage.getByTestId('stored')).toBeVisible();
      await otherPage.goto(benchUrl.replace('&auto=1', ''));
      await expect(otherPage.getByTestId('run')).toBeEnabled();
      await expect(otherPage.getByRole('alert')).toHaveCount(0);
    } finally {
      await otherContext.close();
    }
  });

  test('is reopened when its chat is reloaded; if it is not stored, the page reports it', async ({
    hub,
    page,
    browser,
  }) => {
    const bytes = createCountingLlama().files.get('tiny.gguf') as Uint8Array;
    hub.addFile('maker/model/tiny.gguf', { head: bytes });
    const id = 'maker/model:tiny.gguf';
    await downloadFromHub(page, id);
    await page.getByTestId('open').click();
    await page.getByTestId('run').click();
    await expect(page.getByTestId('engine')).toContainText('wllama');
    const chatUrl = page.url();
    expect(new URLSearchParams(chatUrl.split('?')[1]).get('model')).toBe(id);
    await page.reload();
    await expect(page.getByTestId('engine')).toContainText('wllama');
    await expect(page.getByRole('heading', { name: id })).toBeVisible();
    await page.getByTestId('model-file').setInputFiles({ name: 'mine.gguf', mimeType: '', buffer: Buffer.from(bytes) });
    await expect(page.getByRole('heading', { name: 'mine.gguf' })).toBeVisible();
    expect(page.url()).not.toContain('model=');

    const otherContext = await browser.newContext();
    try {
      const otherPage = await otherContext.newPage();
      await otherPage.goto(chatUrl);
      await expect(otherPage.getByRole('alert')).toContainText(`${id} is not stored in this browser.`);
      await expect(otherPage.getByRole('link', { name: 'Open on the Models page' })).toBeVisible();
    } finally {
      await otherContext.close();
    }
  });

  test('appears in another tab when it is downloaded, and disappears when it is deleted', async ({
    hub,
    page,
    context,
  }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    const otherTab = await context.newPage();
    await otherTab.goto('#/models');
    const row = otherTab.getByTestId('stored');
    await expect(otherTab.getByTestId('store')).toContainText('This site uses');
    await downloadFromHub(page, 'maker/model:model-q4_k_m.gguf');
    await expect(row).toContainText('maker/model:model-q4_k_m.gguf');
    await page
      .getByTestId('stored')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await expect(row).toHaveCount(0);
  });

  test('cannot be deleted while the Chat page uses it in another tab, but can after that tab is closed', async ({
    hub,
    page,
    context,
  }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    await downloadFromHub(page, 'maker/model:model-q4_k_m.gguf');
    const tab = await context.newPage();
    await tab.goto('#/models');
    await tab.getByTestId('stored').getByRole('button', { name: /^Open/ }).click();
    await waitForInspection(tab);
    await tab.getByTestId('run').click();

    const row = page.getByTestId('stored');
    const remove = async () => {
      await row.getByRole('button', { name: /^Delete/ }).click();
      await row.getByRole('button', { name: 'Delete permanently' }).click();
    };
    await remove();
    await expect(row.getByRole('alert')).toContainText('so it was not deleted');
    await row.getByRole('button', { name: 'Cancel' }).click();
    await tab.close();
    await remove();
    await expect(row).toHaveCount(0);
  });

  test('cannot be deleted while another tab inspects it', async ({ hub, page, context }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    await downloadFromHub(page, 'maker/model:model-q4_k_m.gguf');
    const tab = await context.newPage();
    await tab.goto('#/models');
    await tab.getByTestId('stored').getByRole('button', { name: /^Open/ }).click();
    await waitForInspection(tab);

    const row = page.getByTestId('stored');
    const remove = async () => {
      await row.getByRole('button', { name: /^Delete/ }).click();
      await row.getByRole('button', { name: 'Delete permanently' }).click();
    };
    await remove();
    await expect(row.getByRole('alert')).toContainText('so it was not deleted');
    await row.getByRole('button', { name: 'Cancel' }).click();
    await tab.close();
    await remove();
    await expect(row).toHaveCount(0);
  });
});
