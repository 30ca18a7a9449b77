import { readFile } from 'node:fs/promises';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

interface ProfileResult {
  readonly runs: number;
  readonly overhead: number;
  readonly nodesFraction: number;
  readonly nodes: readonly { readonly name: string; readonly operator: string; readonly provider: string }[];
}

test('a bundled model is profiled by its link, and the trace is saved @accessible', async ({ page }) => {
  await page.goto('#/profile?model=digits&device=wasm&threads=1&auto=1');
  await page.waitForFunction(() => ['done', 'failed'].includes(globalThis.assay?.state ?? ''));
  const result = (await page.evaluate(() => globalThis.assay?.result)) as ProfileResult;
  expect(result.runs).toBeGreaterThanOrEqual(3);
  expect(result.nodes.some(({ operator }) => operator.endsWith('Conv'))).toBe(true);
  expect(new Set(result.nodes.map(({ provider }) => provider))).toEqual(new Set(['CPUExecutionProvider']));
  expect(result.nodesFraction).toBeGreaterThan(0.3); // most of such a short run is spent outside the nodes
  expect(result.nodesFraction).toBeLessThan(1.05);
  await expect(page.getByTestId('profile-nodes').getByRole('row')).toHaveCount(result.nodes.length + 1);
  await checkAccessibilityInAllAppearances(page);

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Trace (Perfetto)' }).click();
  const file = await (await saving).path();
  const { traceEvents } = JSON.parse(await readFile(file, 'utf8')) as { traceEvents: { cat?: string }[] };
  expect(traceEvents.filter(({ cat }) => cat === 'run')).toHaveLength(result.runs);
});

test('a file that is not a profile is rejected, and the error names the file to choose', async ({ page }) => {
  await page.goto('#/profile');
  await page
    .getByTestId('open-profile')
    .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(page.getByText('enable_profiling').first()).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('a.json');
});
