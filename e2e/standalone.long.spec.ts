import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { installDigits, readReference, type InferResponse } from '../scripts/standalone.fixture.ts';
import { startHttpServer } from './fixtures/http-server.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

test('the standalone page is cross-origin isolated and matches native onnxruntime to 1e-5', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-page-'));
  installDigits('page', folder);
  const host = await startHttpServer(async (request, response) => {
    const path = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    createReadStream(path).pipe(response);
  });
  try {
    const { request, expected } = readReference(2);
    await page.goto(`${host.url}/index.html`);
    await page.getByLabel('request.json').setInputFiles({
      name: 'request.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(request)),
    });
    const answer = page.locator('#answer');
    await expect(answer).toContainText('outputs');
    const [{ shape, data }] = (JSON.parse((await answer.textContent()) ?? '') as InferResponse).outputs;
    expect(shape).toEqual([2, 10]);
    expect(Math.max(...expected.map((value, index) => Math.abs(value - data[index]!)))).toBeLessThan(1e-5);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('the Models page saves the files of the recommended configuration as a ZIP', async ({ page }) => {
  await page.goto('#/models?model=digits');
  await page.getByTestId('standalone').getByText('Files for running this model outside Assay').click();
  await page.getByTestId('standalone-template').selectOption('triton');
  await expect(page.getByTestId('standalone')).toContainText('model_repository/model/config.pbtxt');
  await checkAccessibilityInAllAppearances(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('standalone-save').click()]);
  const files = unzipSync(await readFile(await download.path()));
  expect(Object.keys(files)).toEqual(['model/README.md', 'model/model_repository/model/config.pbtxt']);
  expect(strFromU8(files['model/model_repository/model/config.pbtxt']!)).toContain('backend: "onnxruntime"');
});
