import type { TuneResult } from '#tune/tune-result.ts';
import { checkAccessibility, checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

test('the fastest configuration of a bundled model is found, stored and opened in Bench @accessible @long', async ({
  page,
}) => {
  await page.goto('#/tune?model=digits&device=wasm&goal=1000&budget=600&auto=1');
  await page.waitForFunction(() => ['done', 'failed'].includes(globalThis.assay?.state ?? ''));
  const result = (await page.evaluate(() => globalThis.assay?.result)) as TuneResult;
  // Every configuration takes less than a second, so the first one with enough measurements ends the search.
  expect(result).toMatchObject({ stopped: 'goal', reason: 'goal', winner: { host: 'page', engine: 'ort' } });
  await expect(page.getByTestId('tune-sentence')).toContainText('reaches the target time');
  const measured = result.standings.filter(({ ms }) => ms !== null).length;
  await expect(page.getByTestId('tune-standings').getByRole('row')).toHaveCount(measured + 1);
  await page.getByText('not measured', { exact: false }).last().click();
  await expect(page.getByTestId('tune-unmeasured')).toBeVisible();
  await checkAccessibilityInAllAppearances(page);

  await page.reload();
  await expect(page.getByTestId('tune-sentence')).toContainText('reaches the target time');
  await page.getByRole('link', { name: 'Benchmark this configuration' }).click();
  await expect(page).toHaveURL(/#\/bench\?model=digits&engine=ort&device=wasm&threads=\d/);

  await page.goto('#/bench?model=digits');
  await expect(page.getByTestId('tuned')).toContainText('as tuned on this device');
});

test('a short search shows what it measures, and calls no configuration the winner without evidence', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('#/tune?model=digits&device=wasm&budget=5');
  await page.getByRole('button', { name: 'Find the best configuration' }).click();
  await expect(page.getByTestId('tune-current')).toContainText(/^\s*Now: ONNX Runtime, WebAssembly, .*, for \d+ s/);
  const sentence = page.getByTestId('tune-sentence');
  await expect(sentence).toContainText('ONNX Runtime, WebAssembly', { timeout: 90_000 });
  const result = (await page.evaluate(() => globalThis.assay?.result)) as TuneResult;
  const [first] = result.standings;
  const isProven = first!.intervalMs !== null || result.reason === 'faster';
  const table = page.getByTestId('tune-standings');
  await expect(table.getByRole('row').nth(1)).toContainText(isProven ? 'Winner' : 'best so far');
  if (!isProven) await expect(sentence).toContainText('Best so far: ONNX Runtime, WebAssembly');
  const frame = table.getByRole('region');
  expect(await frame.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  await checkAccessibilityInAllAppearances(page);

  await page.goto('#/results?kind=tuning');
  const row = page.getByTestId('result');
  await expect(row).toContainText('Best configuration: Handwritten digits');
  await checkAccessibility(page);
  await row.getByRole('link').first().click();
  await expect(page.getByTestId('tune-sentence')).toContainText('ONNX Runtime, WebAssembly');
  await expect(page.getByRole('link', { name: 'Benchmark this configuration' })).toBeVisible();
  const missing = await page.evaluate(() => location.hash.replace(/record=.*/, 'record=other'));
  await page.goto(missing);
  await expect(page.getByText('This search is no longer stored in this browser.')).toHaveCount(0); // the model has one
  await expect(page.getByTestId('tune-sentence')).toBeVisible();
  await page.goto('#/tune?record=other');
  await expect(page.getByText('This search is no longer stored in this browser.')).toBeVisible();
});

test('WebGPU is not offered on a device without an adapter', async ({ page }) => {
  await page.addInitScript(() => {
    const gpu = { requestAdapter: async () => null };
    Object.defineProperty(navigator, 'gpu', { configurable: true, value: gpu });
  });
  await page.goto('#/tune?model=digits');
  await expect(page.getByRole('checkbox', { name: 'WebAssembly' }).first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => globalThis.assay?.state)).toBe('ready');
  await expect(page.getByRole('checkbox', { name: 'WebGPU' })).toHaveCount(0);
});
