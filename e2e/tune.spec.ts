import type { TuneResult } from '#tune/tune-result.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
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
