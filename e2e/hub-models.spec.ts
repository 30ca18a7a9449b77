import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from './fixtures/test.ts';
import { publishGguf } from './fixtures/hub-model.ts';
import { test } from './fixtures/hub-test.ts';
import { waitForInspection } from './fixtures/models-page.ts';
import { checkAccessibility } from './fixtures/accessibility.ts';

const digitsPath = join(import.meta.dirname, '../models/digits/model.onnx');

test.describe('a Hub model', () => {
  test.beforeEach(({ useHub, context }) => useHub(context));

  test('is requested only after a click; its variants are rated, and the best is recommended', async ({
    hub,
    page,
  }) => {
    publishGguf(hub, 'model-f16.gguf', 8_000_000);
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    hub.addFile('maker/model/README.md', { head: Buffer.from('# A model'), isLarge: false });
    const requestedHosts: string[] = [];
    page.on('request', (request) => requestedHosts.push(new URL(request.url()).host));
    await page.goto('#/models?model=maker/model');
    const { host } = new URL(hub.url);
    await expect(page.getByTestId('contact-notice')).toContainText(host);
    expect(requestedHosts).not.toContain(host);
    await page.getByTestId('inspect').click();
    const { result } = await waitForInspection(page);
    expect(requestedHosts).toContain(host);
    expect(result.recommend.variant).toBe('model-f16.gguf');
    await expect(page.getByTestId('pick')).toContainText('model-f16.gguf: the most precise variant that fits');
    await expect(page.getByTestId('variants').getByRole('listitem')).toHaveCount(2);
    await expect(page.getByTestId('variants')).toContainText('apache-2.0');
    await checkAccessibility(page);
    await page.getByRole('button', { name: 'Inspect model-q4_k_m.gguf' }).click();
    await expect(page.getByTestId('facts')).toContainText('model-q4_k_m.gguf');
  });

  test('survives a reload, and can be pinned, verified, opened, exported and deleted', async ({ hub, page }) => {
    const sha256 = publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    await page.goto('#/models?model=maker/model:model-q4_k_m.gguf');
    await page.getByTestId('inspect').click();
    await waitForInspection(page);
    await page.getByTestId('download').click();
    const row = page.getByTestId('stored');
    await expect(row).toContainText('maker/model:model-q4_k_m.gguf');
    await page.getByTestId('open').click();
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat/);
    await row.getByRole('button', { name: /^Pin/ }).click();
    await expect(row).toContainText('pinned');
    await page.reload();
    await expect(row).toContainText('pinned');
    await row.getByRole('button', { name: /^Unpin/ }).click();
    await row.getByRole('button', { name: /^Verify/ }).click();
    await expect(row).toContainText('Verified: all files are intact.');
    await checkAccessibility(page);
    await row.getByRole('button', { name: /^Open/ }).click();
    expect((await waitForInspection(page)).result).toMatchObject({ format: 'gguf' });
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat/);
    const download = page.waitForEvent('download');
    await row.getByRole('button', { name: /^Save to disk/ }).click();
    expect((await download).suggestedFilename()).toBe('model-q4_k_m.gguf');
    const saved = await readFile(await (await download).path());
    expect(createHash('sha256').update(saved).digest('hex')).toBe(sha256);
    await row.getByRole('button', { name: /^Delete/ }).click();
    await row.getByRole('button', { name: 'Delete permanently' }).click();
    await expect(row).toHaveCount(0);
  });

  test('is downloaded completely after a pause and a reload @long', async ({ hub, page }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 30_000_000);
    hub.injectFault('maker/model/model-q4_k_m.gguf', { kind: 'slow', bytes: 4_000_000, times: 8 });
    await page.goto('#/models?model=maker/model:model-q4_k_m.gguf');
    await page.getByTestId('inspect').click();
    await waitForInspection(page);
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

  test('is run from a link if it is stored; otherwise the page reports it and makes no request', async ({
    hub,
    page,
  }) => {
    hub.addFile('maker/model/onnx/digits.onnx', { head: await readFile(digitsPath) });
    const link = `#/run?task=digits&model=${encodeURIComponent('maker/model:onnx/digits.onnx')}`;
    const requestedHosts: string[] = [];
    page.on('request', (request) => requestedHosts.push(new URL(request.url()).host));
    await page.goto(link);
    await expect(page.getByTestId('engine')).toContainText('is not stored in this browser');
    expect(requestedHosts).not.toContain(new URL(hub.url).host);
    await page.getByRole('link', { name: 'Open on the Models page' }).click();
    await page.getByTestId('inspect').click();
    await waitForInspection(page);
    await page.getByTestId('download').click();
    await expect(page.getByTestId('stored')).toBeVisible();
    await page.goto(link);
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  });

  test('is rejected with the reason if it is gated or missing, or its name or URL is malformed', async ({
    hub,
    page,
  }) => {
    publishGguf(hub, 'model-q4_k_m.gguf', 2_000_000);
    hub.injectFault('maker/model/model-q4_k_m.gguf', { kind: 'denied', status: 403 });
    await page.goto('#/models?model=maker/model');
    await page.getByTestId('inspect').click();
    expect((await waitForInspection(page)).error?.code).toBe('access-denied');
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
