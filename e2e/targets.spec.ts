import type { TensorReport } from '#core/report/tensor-report.ts';
import { createNativeSessions } from '../companion/cli/native/native-sessions.ts';
import { defaultBatching } from '../companion/gateway/sessions/batching/batch-settings.ts';
import { startTestGateway } from '../companion/gateway/gateway.fixture.ts';
import { startServer } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

interface TargetRow {
  readonly target: string;
  readonly state: string;
  readonly report: Pick<TensorReport, 'cells' | 'energy'> | null;
  readonly agreement: { readonly verdict: string } | null;
}

test('one model is measured in the page and natively, and the answers are compared @accessible @long', async ({
  page,
}) => {
  const companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  const sessions = createNativeSessions(companion.folder, defaultBatching);
  const server = await startServer(dist, 0, companion.gateway);
  await page.goto(`${server.url}${companion.gateway.createLinkHash()}`);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('assay.companion-token'))).not.toBeNull();

  await page.goto(`${server.url}#/targets?model=digits`);
  await expect(page.getByRole('checkbox', { name: 'ONNX Runtime, native CPU' })).toBeChecked();
  await checkAccessibilityInAllAppearances(page);
  await page.getByTestId('run').click();
  await page.waitForFunction(() => ['done', 'failed'].includes(globalThis.assay?.state ?? ''));
  const rows = (await page.evaluate(() => globalThis.assay?.result)) as readonly TargetRow[];
  expect(rows.map(({ target, state }) => `${target} ${state}`)).toEqual([
    'page:ort:wasm done',
    'companion:ort:cpu done',
  ]);
  for (const { report } of rows) expect(report?.cells[0]?.steady.n).toBeGreaterThan(10); // the samples of both runs
  expect(rows[1]?.agreement?.verdict).toMatch(/identical|expected/);
  await expect(page.getByTestId('advice')).toContainText(/transport included/);
  const { counters, missing } = rows[1]!.report!.energy!;
  expect(counters.length + missing.length).toBeGreaterThan(0); // each is measured or has the reason why it is not
  await checkAccessibilityInAllAppearances(page);

  await page.getByRole('link', { name: 'Compare with ONNX Runtime, WebAssembly' }).click();
  await expect(page.getByTestId('comparison')).toBeVisible();
  await server.close();
  await companion.close();
  await sessions.close();
});
