import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from './fixtures/test.ts';
import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { test } from './fixtures/hub-test.ts';
import type { FakeHub } from './fixtures/hub.ts';
import { ggufOf, outcomeOfInspection } from './fixtures/models-page.ts';
import { expectNoViolations } from './fixtures/no-violations.ts';

const digits = join(import.meta.dirname, '../models/digits/model.onnx');

test.describe('a hub model', () => {
  test.beforeEach(({ useHub, context }) => useHub(context));

  function publishGguf(hub: FakeHub, name: string, weightBytes: number): void {
    const head = ggufOf(4096, weightBytes);
    hub.addFile(`maker/model/${name}`, { head, sizeBytes: head.length + weightBytes });
  }

  /** Inspects a hub model and downloads it. */
  async function downloadFromHub(page: Page, id: string): Promise<void> {
    await page.goto(`#/models?model=${encodeURIComponent(id)}`);
    await page.getByTestId('inspect').click();
    await outcomeOfInspection(page);
    await page.getByTestId('download').click();
    await expect(page.getByTestId('stored')).toContainText(id);
  }

  test('is requested only after a click; its variants are listed and rated, and the best is recommended', async ({
    hub,
    page,
  }) => {
    publishGguf(hub, 'model-f16.gguf', 8_000_000);
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    hub.addFile('maker/model/README.md', { head: Buffer.from('# A model'), isLarge: false });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).host));
    await page.goto('#/models?model=maker/model');
    const { host } = new URL(hub.url);
    await expect(page.getByTestId('contact-notice')).toContainText(host);
    expect(requested).not.toContain(host);
    await page.getByTestId('inspect').click();
    const { result } = await outcomeOfInspection(page);
    expect(requested).toContain(host);
    expect(result.recommend.variant).toBe('model-f16.gguf');
    await expect(page.getByTestId('pick')).toContainText('model-f16.gguf: the most precise that fits');
    await expect(page.getByTestId('variants').getByRole('listitem')).toHaveCount(2);
    await expect(page.getByTestId('variants')).toContainText('apache-2.0');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Inspect model-q4_k_m.gguf' }).click();
    await expect(page.getByTestId('facts')).toContainText('model-q4_k_m.gguf');
  });

  test('is downloaded, survives a reload, and can be verified, opened, pinned and deleted', async ({ hub, page }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    await page.goto('#/models?model=maker/model:model-q4_k_m.gguf');
    await page.getByTestId('inspect').click();
    await outcomeOfInspection(page);
    await page.getByTestId('download').click();
    const row = page.getByTestId('stored');
    await expect(row).toContainText('maker/model:model-q4_k_m.gguf');
    await page.getByTestId('open').click();
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat/);
    await page.reload();
    await row.getByRole('button', { name: /^Verify/ }).click();
    await expect(row).toContainText('Verified: all files are intact.');
    await row.getByRole('button', { name: /^Pin/ }).click();
    await expect(row).toContainText('pinned');
    await expectNoViolations(page);
    await row.getByRole('button', { name: /^Open/ }).click();
    expect((await outcomeOfInspection(page)).result).toMatchObject({ format: 'gguf' });
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat/);
    const download = page.waitForEvent('download');
    await row.getByRole('button', { name: /^Save to disk/ }).click();
    expect((await readFile(await (await download).path())).subarray(0, 4).toString()).toBe('GGUF');
    await row.getByRole('button', { name: /^Delete/ }).click();
    await row.getByRole('button', { name: 'Delete permanently' }).click();
    await expect(row).toHaveCount(0);
  });

  test('is downloaded completely after a pause and a reload', async ({ hub, page }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 30_000_000);
    hub.injectFault('maker/model/model-q4_k_m.gguf', { kind: 'slow', bytes: 4_000_000, times: 8 });
    await page.goto('#/models?model=maker/model:model-q4_k_m.gguf');
    await page.getByTestId('inspect').click();
    await outcomeOfInspection(page);
    await page.getByTestId('download').click();
    await expect(page.getByTestId('pending')).toContainText(/\d MB of 30 MB/);
    await page.getByRole('button', { name: /^Pause/ }).click();
    await expect(page.getByTestId('pending')).toContainText('Paused');
    hub.clearFaults();
    await page.reload();
    await page.getByRole('button', { name: /^Resume/ }).click();
    await expect(page.getByTestId('stored')).toBeVisible();
    await expect(page.getByTestId('pending')).toHaveCount(0);
  });

  test('is measured from a link if it is stored; otherwise the page reports it and makes no request', async ({
    hub,
    useHub,
    page,
    browser,
  }) => {
    const bytes = await readFile(digits);
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

    const elsewhere = await browser.newContext();
    try {
      await useHub(elsewhere);
      const there = await elsewhere.newPage();
      const requested: string[] = [];
      there.on('request', (request) => requested.push(new URL(request.url()).host));
      await there.goto(result ?? '');
      await there.getByTestId('repeat').click();
      const bench = there.url();
      expect(new URLSearchParams(bench.split('?')[1]).get('model')).toBe(id);
      await expect(there.getByRole('alert')).toContainText(`${id} is not stored in this browser.`);
      await expectNoViolations(there);
      await there.getByRole('link', { name: 'Open on the Models page' }).click();
      await expect(there.getByTestId('model-name')).toHaveValue(id);
      expect(requested).not.toContain(new URL(hub.url).host);
      await there.getByTestId('inspect').click();
      await outcomeOfInspection(there);
      expect(requested).toContain(new URL(hub.url).host);
      await there.getByTestId('download').click();
      await expect(there.getByTestId('stored')).toBeVisible();
      await there.goto(bench.replace('&auto=1', ''));
      await expect(there.getByTestId('run')).toBeEnabled();
      await expect(there.getByRole('alert')).toHaveCount(0);
    } finally {
      await elsewhere.close();
    }
  });

  test('is run from a link if it is stored; otherwise the page reports it', async ({ hub, page }) => {
    hub.addFile('maker/model/onnx/digits.onnx', { head: await readFile(digits) });
    const link = `#/run?task=digits&model=${encodeURIComponent('maker/model:onnx/digits.onnx')}`;
    await page.goto(link);
    await expect(page.getByTestId('engine')).toContainText('is not stored in this browser');
    await page.getByRole('link', { name: 'Open on the Models page' }).click();
    await page.getByTestId('inspect').click();
    await outcomeOfInspection(page);
    await page.getByTestId('download').click();
    await expect(page.getByTestId('stored')).toBeVisible();
    await page.goto(link);
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime Web');
  });

  test('is reopened when its chat is reloaded; if it is not stored, the page reports it', async ({
    hub,
    page,
    browser,
  }) => {
    const bytes = countingLlama().files.get('tiny.gguf') as Uint8Array;
    hub.addFile('maker/model/tiny.gguf', { head: bytes });
    const id = 'maker/model:tiny.gguf';
    await downloadFromHub(page, id);
    await page.getByTestId('open').click();
    await page.getByTestId('run').click();
    await expect(page.getByTestId('engine')).toContainText('wllama');
    const chat = page.url();
    expect(new URLSearchParams(chat.split('?')[1]).get('model')).toBe(id);
    await page.reload();
    await expect(page.getByTestId('engine')).toContainText('wllama');
    await expect(page.getByRole('heading', { name: id })).toBeVisible();
    await page.getByTestId('model-file').setInputFiles({ name: 'mine.gguf', mimeType: '', buffer: Buffer.from(bytes) });
    await expect(page.getByRole('heading', { name: 'mine.gguf' })).toBeVisible();
    expect(page.url()).not.toContain('model=');

    const elsewhere = await browser.newContext();
    try {
      const there = await elsewhere.newPage();
      await there.goto(chat);
      await expect(there.getByRole('alert')).toContainText(`${id} is not stored in this browser.`);
      await expect(there.getByRole('link', { name: 'Open on the Models page' })).toBeVisible();
    } finally {
      await elsewhere.close();
    }
  });

  test('downloaded and deleted in one tab appears and disappears in another tab', async ({ hub, page, context }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    const other = await context.newPage();
    await other.goto('#/models');
    const row = other.getByTestId('stored');
    await expect(other.getByTestId('store')).toContainText('This site uses');
    await downloadFromHub(page, 'maker/model:model-q4_k_m.gguf');
    await expect(row).toContainText('maker/model:model-q4_k_m.gguf');
    await page
      .getByTestId('stored')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await expect(row).toHaveCount(0);
  });

  for (const [use, open] of [
    ['the Models page inspects it', async () => {}],
    ['the Chat page uses it', (tab: Page) => tab.getByTestId('run').click()],
  ] as const) {
    test(`cannot be deleted while ${use} in another tab, but can after that tab is closed`, async ({
      hub,
      page,
      context,
    }) => {
      publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
      await downloadFromHub(page, 'maker/model:model-q4_k_m.gguf');
      const tab = await context.newPage();
      await tab.goto('#/models');
      await tab.getByTestId('stored').getByRole('button', { name: /^Open/ }).click();
      await outcomeOfInspection(tab);
      await open(tab);

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
  }

  test('is rejected with the reason if it is gated or missing, or if its name or URL is malformed', async ({
    hub,
    page,
  }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    hub.injectFault('maker/model/model-q4_k_m.gguf', { kind: 'denied', status: 403 });
    await page.goto('#/models?model=maker/model');
    await page.getByTestId('inspect').click();
    expect((await outcomeOfInspection(page)).error?.code).toBe('access-denied');
    await expect(page.getByRole('alert')).toContainText('accept its terms');
    await page.getByTestId('model-name').fill('maker/none');
    await page.getByTestId('inspect').click();
    await expect(page.getByRole('alert')).toContainText('responded with 404');
    await page.getByTestId('model-name').fill('just words');
    await page.getByTestId('inspect').click();
    await expect(page.getByRole('alert')).toContainText('neither organisation/name nor an http(s) address');
    await page.getByTestId('model-name').fill('http://models.example/x.gguf');
    await page.getByTestId('inspect').click();
    await expect(page.getByRole('alert')).toContainText('use https');
  });
});
