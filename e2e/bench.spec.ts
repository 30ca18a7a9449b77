import { readFile } from 'node:fs/promises';
import { createSampleCell, sampleEnvironment, createSampleReport } from '#core/report/report.fixture.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { expect, test } from './fixtures/test.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { buildFreeDimensionModel } from './fixtures/free-dimension-model.ts';
import { checkAccessibility, checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForOutcome } from './fixtures/outcome.ts';

/** Raises the format version of a link, as if a later version of the app had made it. */
function raiseVersion(link: string): string {
  const [version = 0, ...rest] = Buffer.from(link.slice('#/r/'.length), 'base64url');
  return `#/r/${Buffer.from([version + 1, ...rest]).toString('base64url')}`;
}

/** Markup that the test inserts into every text of a link. */
const markup = '<img src=x onerror=document.title="owned">';

test.describe('a run', () => {
  test.slow();

  test('starts at once from a link with auto=1, and its result opens from the link alone @accessible @long', async ({
    page,
    context,
  }) => {
    await page.goto('#/bench?workload=conv&engine=ort&device=wasm&threads=1&memory=off&effort=quick&auto=1');
    const { state, result, link: resultLink, error } = await waitForOutcome<TensorReport>(page);
    expect(error).toBeNull();
    expect(state).toBe('done');
    expect(result).toMatchObject({
      validity: expect.stringMatching(/^(indicative|noisy)$/), // the validity is noisy if other tests keep the CPU busy
      subject: { id: 'conv' },
      target: { opened: { device: 'wasm' } },
    });
    expect(result.settings).toEqual({ memoryPattern: false });
    await expect(page.locator('dl > div', { hasText: 'Memory pattern' })).toContainText('Off');
    expect(result.cells[0]?.agreement).toMatchObject({ verdict: 'expected' });
    const link = resultLink ?? '';
    expect(new URL(link).hash.length).toBeLessThan(2_000);
    await expect(page.getByTestId('verdict')).toHaveAttribute('data-validity', result.validity);
    await expect(page.getByTestId('payload')).toContainText(result.subject.sha256);
    await checkAccessibilityInAllAppearances(page);
    await page.setViewportSize({ width: 1280, height: 800 }); // on a narrow screen, the exports are collapsed

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save JSON' }).click();
    const saved = await readFile(await (await download).path(), 'utf8');
    expect(JSON.parse(saved)).toEqual(result);

    const secondTab = await context.newPage();
    const requestedUrls: string[] = [];
    secondTab.on('request', (request) => requestedUrls.push(request.url()));
    await secondTab.goto(link);
    const reopened = await waitForOutcome<TensorReport>(secondTab);
    expect(reopened.result.cells[0]?.steady.medianMs).toBe(result.cells[0]?.steady.medianMs);
    expect(new Set(requestedUrls.map((url) => new URL(url).origin))).toEqual(new Set([new URL(link).origin]));
    await expect(secondTab.getByTestId('repeat')).toHaveAttribute('href', /#\/bench\?workload=conv&engine=ort/);
  });

  test("asks for the free dimensions of a user's model and writes them into the URL", async ({ page }) => {
    await page.goto('#/bench?file=1&effort=quick&threads=1');
    await expect(page.getByTestId('run')).toBeDisabled();
    await page
      .getByTestId('model-file')
      .setInputFiles({ name: 'free.onnx', mimeType: 'application/octet-stream', buffer: buildFreeDimensionModel() });
    await expect(page.getByLabel('length')).toHaveValue('512');
    await page.getByLabel('length').fill('4096');
    await page.getByTestId('run').click();
    await expect(page.getByTestId('report')).toBeVisible({ timeout: 60_000 });
    const { result } = await waitForOutcome<TensorReport>(page);
    expect(result).toMatchObject({
      dimensions: { length: 4096 },
      validity: expect.stringMatching(/^(indicative|noisy)$/),
    });
    expect(result.cells[0]?.agreement).toMatchObject({ reference: 'this-device-wasm-unoptimised' });
    expect(page.url()).toContain('dims=length%3A4096');
  });
});

test('a setting is offered only if the engine supports it, and is in the URL', async ({ page }) => {
  await page.goto('#/bench?workload=conv&memory=off');
  await page.getByText('Engine settings').click();
  await expect(page.getByLabel('Memory pattern')).toHaveValue('false');
  await checkAccessibility(page);
  await expect(page.getByLabel('Precision')).toHaveCount(0);

  await page.goto('#/bench?model=centernet&engine=tfjs&device=webgl');
  await page.getByText('Engine settings').click();
  await expect(page.getByLabel('Graph optimisation')).toHaveCount(0);
  await page.getByLabel('Precision').selectOption({ label: 'Half (float16)' });
  await page.getByTestId('run').click();
  await expect(page).toHaveURL(/device=webgl&precision=float16&/);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByTestId('run')).toBeEnabled();
  await page.getByRole('radio', { name: 'WebAssembly' }).press('Space');
  await expect(page.getByText('Engine settings')).toHaveCount(0);
});

test('a language model is offered its engine and prompts, and its benchmark can be cancelled', async ({ page }) => {
  const gguf = Buffer.from(createCountingLlama().files.get('tiny.gguf') as Uint8Array);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('#/bench?file=1&threads=1&context=512&effort=quick');
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer: gguf });
  await expect(page.getByLabel('Engine', { exact: true })).toHaveValue('wllama');
  await expect(page.getByText('Prompts of 128 tokens')).toBeVisible();
  await expect(page.getByTestId('run')).toBeEnabled();
  await checkAccessibility(page);
  await page.getByTestId('run').click();
  await expect(page.getByTestId('progress')).toContainText(/tokens ·\s(Empty context|256 tokens of context)/);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('Stopped.');
  await expect(page.getByTestId('run')).toBeEnabled();
});

test('a file in a format that no engine can open is rejected as soon as it is chosen', async ({ page }) => {
  await page.goto('#/bench?file=1');
  const choose = (name: string, buffer: Buffer) =>
    page.getByTestId('model-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await choose('net.safetensors', Buffer.from('x'));
  await expect(page.getByRole('alert')).toContainText('net.safetensors');
  await expect(page.getByLabel('Engine', { exact: true })).toHaveCount(0);
  await expect(page.getByTestId('run')).toBeDisabled();
  await choose('free.onnx', buildFreeDimensionModel());
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('opened by ONNX Runtime')).toBeVisible();
  await expect(page.getByTestId('run')).toBeEnabled();
});

test('a bench link with an unknown device is rejected with a list of devices', async ({ page }) => {
  await page.goto('#/bench?workload=conv&device=npu');
  await expect(page.getByRole('alert')).toContainText('device is “npu”; it can be wasm, webgpu, webgl, javascript');
});

test.describe('a result', () => {
  test('with wrong outputs is shown as invalid', async ({ page }) => {
    const [cell] = createSampleReport().cells;
    const agreement = {
      verdict: 'broken',
      metric: 'cosine',
      value: 0.31,
      maxAbsDifference: 4,
      reference: 'x',
    } as const;
    const broken = createSampleReport({ cells: [{ ...cell!, agreement }], flags: ['disagrees'], validity: 'invalid' });
    await page.goto(await encodeReportLink(broken));
    await expect(page.getByTestId('verdict')).toHaveAttribute('data-validity', 'invalid');
    await expect(page.getByText('this speed does not count')).toBeVisible();
    await expect(page.locator('[data-flag=disagrees]')).toBeVisible();
    await checkAccessibility(page);
  });

  test('with markup in its texts shows them as text', async ({ page }) => {
    const { subject } = createSampleReport();
    const report = createSampleReport({
      subject: { ...subject, id: markup },
      environment: { ...sampleEnvironment, browser: markup },
      cells: [createSampleCell(markup, 5, 40)],
    });
    await page.goto(await encodeReportLink(report));
    await expect(page.getByRole('heading', { level: 1 })).toContainText(markup);
    await expect(page.locator('main img')).toHaveCount(0);
    expect(await page.title()).not.toBe('owned');
  });

  test('is rejected with the reason if its link is truncated, modified or of another version', async ({ page }) => {
    const link = await encodeReportLink(createSampleReport());
    for (const [invalid, message] of [
      [link.slice(0, -30), 'end is missing'],
      [link.slice(0, 40) + (link[40] === 'A' ? 'B' : 'A') + link.slice(41), 'checksum'],
      [raiseVersion(link), 'version 3'],
    ] as const) {
      await page.goto(invalid);
      await expect(page.getByRole('alert')).toContainText(message);
      await expect(page.getByTestId('report')).toHaveCount(0);
    }
  });
});

test('two results are compared by a pasted link, with a ratio, its interval and caveats', async ({ page }) => {
  const slow = createSampleReport({ cells: [createSampleCell('batch-1', 52, 220)] });
  const fast = createSampleReport({ cells: [createSampleCell('batch-1', 26, 220)] });
  await page.goto(await encodeReportLink(slow));
  await page.getByTestId('compare-link').fill('not a link');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('alert')).toContainText('cannot be read');
  await page.getByTestId('compare-link').fill(`https://elsewhere.example/${await encodeReportLink(fast)}`);
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByTestId('comparison')).toContainText(
    /2× faster after the change \(1\.9\d?–2(\.0\d?)?×, 95% confidence interval\)\./,
  );
  await expect(page.getByTestId('comparison')).toContainText('The runs were at different times');
  await checkAccessibility(page);
});

test('a matrix measures each model on each device, links the results and saves them as CSV', async ({ page }) => {
  test.slow();
  await page.goto('#/bench');
  const panel = page.getByTestId('bench-matrix');
  await panel.getByLabel('Vision (MobileNetV2)').uncheck();
  await expect(panel.getByRole('status')).toHaveText('Choose at least one model.');
  await panel.getByLabel('Handwritten digits').check();
  await panel.getByLabel('Image sizes in pixels').fill('320, 9');
  await expect(panel.getByRole('status')).toContainText('“9” is not an image size');
  await panel.getByLabel('Image sizes in pixels').fill('320');
  const webgpu = panel.getByLabel('WebGPU');
  if (await webgpu.isVisible()) await webgpu.uncheck(); // seconds per run on a software adapter
  await panel.getByTestId('run-matrix').click();
  const table = page.getByTestId('matrix-table');
  await expect(table).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Save as CSV' })).toBeVisible({ timeout: 60_000 });
  const cells = table.locator('tbody td.figure');
  for (const cell of await cells.all()) await expect(cell).toHaveText(/ ms/);
  await checkAccessibility(page);

  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save as CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.trim().split('\r\n')).toHaveLength(1 + (await cells.count()));
  expect(csv).toMatch(/\ndigits,,wasm,1,ort,[\d.]+,ms,(indicative|noisy),/);

  await cells.first().getByRole('link').click();
  await expect(page.getByTestId('report')).toBeVisible();
});
