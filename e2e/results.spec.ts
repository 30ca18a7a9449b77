import { readFile } from 'node:fs/promises';
import {
  createSampleCell,
  createSampleReport,
  createSampleTaskReport,
  createSampleTextReport,
} from '#core/report/report.fixture.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { expect, test, type Page } from './fixtures/test.ts';
import { checkAccessibility, checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForOutcome } from './fixtures/outcome.ts';

/** Opens the Results page and imports reports in its export format. */
async function openWithReports(page: Page, reports: readonly { readonly startedAt: string }[]): Promise<void> {
  await page.goto('#/results');
  const results = reports.map((report) => ({ at: Date.parse(report.startedAt), isReceived: false, report }));
  const content = JSON.stringify({ kind: 'assay-results', version: 1, results });
  const buffer = Buffer.from(content);
  await page.getByTestId('import').setInputFiles({ name: 'results.json', mimeType: 'application/json', buffer });
  await expect(page.getByText(/^Imported/)).toBeVisible();
}

const slowReport = createSampleReport({ startedAt: '2026-11-20T09:41:00Z' });
const fastReport = createSampleReport({
  startedAt: '2026-11-20T09:43:00Z',
  cells: [createSampleCell('batch-1', 26, 220)],
});
const textReport = createSampleTextReport({ startedAt: '2026-11-20T09:42:00Z' });

test('a result is listed, survives a reload, reopens completely, and can be restored after deletion', async ({
  page,
}) => {
  test.slow();
  await page.goto('#/bench?model=digits&threads=1&effort=quick');
  const start = page.getByRole('button', { name: 'Run the benchmark' });
  await start.press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toBeFocused(); // keyboard focus is never lost
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('Stopped.');
  await expect(start).toBeEnabled();
  await expect(heading).toBeFocused();
  await start.press('Enter');
  await expect(page.getByTestId('verdict')).toBeVisible({ timeout: 60_000 });
  await expect(heading).toBeFocused();
  const { result } = await waitForOutcome<TensorReport>(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Results' }).click();
  const rows = page.getByTestId('result');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Handwritten digits');
  await expect(rows).toContainText(result.validity);

  await page.goBack();
  await expect(page.getByTestId('verdict')).toContainText('Handwritten digits');
  await page.reload();
  await expect(page.getByTestId('verdict')).toContainText('Handwritten digits');
  await page.getByRole('link', { name: 'Bench', exact: true }).click();
  await expect(start).toBeVisible();
  await expect(page.getByTestId('verdict')).toHaveCount(0);
  await page.getByRole('navigation').getByRole('link', { name: 'Results' }).click();

  await page.reload();
  await rows.getByRole('link', { name: 'Handwritten digits' }).click();
  expect((await waitForOutcome<TensorReport>(page)).result).toEqual(result);
  await expect(page).toHaveURL(/#\/results\/\d{8}T\d{4}-[0-9a-f]{8}$/);
  await page.reload();
  await expect(heading).toContainText('Handwritten digits');
  await expect(page.getByTestId('verdict')).toBeVisible();
  await page.goBack();

  await rows.getByRole('button', { name: /^Delete Handwritten/ }).click();
  await expect(rows).toHaveCount(0);
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await undo.click();
  await expect(rows).toHaveCount(1);
});

test('stored results are searched (in the URL), filtered, compared and exported @accessible', async ({ page }) => {
  await openWithReports(page, [slowReport, fastReport, textReport]);
  const rows = page.getByTestId('result');
  await expect(rows.getByRole('link')).toHaveText(['Vision (MobileNetV2)', 'tiny.gguf', 'Vision (MobileNetV2)']);
  await checkAccessibility(page);
  await page.getByTestId('search').fill('WLLAMA chromium');
  await expect(rows.getByRole('link')).toHaveText(['tiny.gguf']);
  await page.getByTestId('search').fill('');
  await page.getByTestId('kind').selectOption({ label: 'Benchmark' });
  await expect(rows).toHaveCount(2);
  await rows.getByRole('link').first().click();
  await expect(page.getByTestId('references')).toContainText(
    /This result.*ONNX Runtime on WebAssembly, 2 threads; Chromium 156, Linux; /,
  );
  await checkAccessibilityInAllAppearances(page);
  await page.goBack();
  await expect(page).toHaveURL(/#\/results\?kind=tensor$/);
  await expect(rows).toHaveCount(2);

  for (const box of await rows.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Compare the two selected results' }).click();
  await expect(page.getByTestId('comparison')).toContainText(/2× faster after the change/);
  await expect(page.getByTestId('stored')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Results' }).click();
  await expect(rows.first()).toContainText('Comparison: Vision (MobileNetV2)');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export all results' }).click();
  const saved = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { results: unknown[] };
  expect(saved.results).toHaveLength(4);
});

test('a received text result is stored on request, and reopens @long', async ({ page }) => {
  await page.goto(await encodeReportLink(textReport));
  await page.getByTestId('save-result').click();
  await expect(page.getByTestId('stored')).toBeVisible();
  await page.goto('#/results');
  const rows = page.getByTestId('result');
  await expect(rows).toContainText('received');
  await expect(rows).toContainText(/prompt 42\.\d, answer 24\.\d tokens\/s/);
  await rows.getByRole('link', { name: 'tiny.gguf' }).click();
  await expect(page.getByTestId('verdict')).toContainText('tokens/s');
  await expect(page.getByTestId('references')).toContainText('No other result for this model');
});

test('the URL of a result that is not stored is reported, and damaged files are rejected with a message', async ({
  page,
}) => {
  await page.goto('#/results/20261120T0941-00000000');
  await expect(page.getByRole('heading', { name: 'Result not stored here' })).toBeVisible();
  await checkAccessibility(page);
  await page.goto('#/results');
  const buffer = Buffer.from('{"kind":"other"}');
  await page.getByTestId('import').setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer });
  await expect(page.getByText('notes.json contains no results.')).toBeVisible();
});

test('results are tagged, found by tag and verdict, plotted over time, and compared @long @accessible', async ({
  page,
}) => {
  const slowerReport = createSampleReport({
    startedAt: '2026-11-21T09:41:00Z',
    cells: [createSampleCell('batch-1', 60, 220)],
  });
  await openWithReports(page, [
    slowReport,
    slowerReport,
    textReport,
    createSampleTaskReport({ startedAt: '2026-11-20T09:44:00Z' }),
  ]);
  const rows = page.getByTestId('result');
  await rows.nth(0).getByRole('checkbox').check();
  await page.getByTestId('tag').fill('release');
  await page.getByTestId('tag').press('Enter');
  await expect(rows.nth(0).getByRole('list', { name: 'Tags' })).toContainText('release');
  await page.getByTestId('tag-filter').selectOption('release');
  await expect(rows).toHaveCount(1);
  await page.getByTestId('tag-name').fill('v2');
  await page.getByTestId('tag-name').press('Enter');
  await expect(page).toHaveURL(/tag=v2/);
  await page.getByRole('button', { name: 'Show all results' }).click();
  await page.getByTestId('verdict-filter').selectOption('valid');
  await page.getByTestId('model').selectOption('conv');
  await page.getByTestId('target').selectOption('ort wasm');
  const chart = page.getByTestId('trend').getByRole('img');
  await expect(chart).toHaveAccessibleName(/over time: 2 results from 20 Nov 2026.* to 21 Nov 2026.*, the last one/);
  await page.getByText('As a table').click();
  await expect(page.getByTestId('trend').getByRole('row')).toHaveCount(3);
  await checkAccessibilityInAllAppearances(page);

  await page.getByRole('button', { name: 'Show all results' }).click();
  await rows.filter({ hasText: 'Evaluation' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Compare the two selected results' }).click();
  await expect(page.getByTestId('compared').getByRole('row', { name: /^Top-1 accuracy/ })).toContainText('75%');
  await expect(page.getByTestId('compared').getByRole('row', { name: /^browser/ })).toContainText('the same');
  await checkAccessibilityInAllAppearances(page);
});
