import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskReport } from '#core/report/task-report.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import type { ProfileReport } from '#profile/profile-report.ts';
import { encodePng } from '../companion/cli/files/png.ts';
import { createNativeSessions, type NativeSessions } from '../companion/cli/native/native-sessions.ts';
import { startTestGateway, type TestGateway } from '../companion/gateway/gateway.fixture.ts';
import { defaultBatching } from '../companion/gateway/sessions/batching/batch-settings.ts';
import { startServer, type Server } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { expect, test, type Page } from './fixtures/test.ts';

let companion: TestGateway;
let server: Server;
let sessions: NativeSessions;

test.beforeEach(async () => {
  companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  sessions = createNativeSessions(companion.folder, defaultBatching);
  server = await startServer(dist, 0, companion.gateway);
});
test.afterEach(async () => {
  await server.close();
  await Promise.all([companion.close(), sessions.close()]);
});

async function pair(page: Page): Promise<void> {
  await page.goto(`${server.url}${companion.gateway.createLinkHash()}`);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('assay.companion-token'))).not.toBeNull();
}

/** Kills the process of onnxruntime. */
function killEngine(): void {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const line = children.split('\n').find((candidate) => candidate.includes('child.ts ort ')) ?? '';
  process.kill(Number.parseInt(line), 'SIGKILL');
}

async function drawDigitOne(page: Page): Promise<void> {
  await page.getByTestId('pad').focus();
  await page.keyboard.press('Space');
  for (let step = 0; step < 16; step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
}

test('native onnxruntime runs a model, and restarts after its process was killed', async ({ page }) => {
  await pair(page);
  await page.goto(`${server.url}#/run?task=digits&host=companion&device=cpu`);
  await expect(page.getByTestId('engine')).toContainText('CPU');
  const best = page.getByTestId('probabilities').locator('.best');
  await drawDigitOne(page);
  await expect(best).toContainText('1');
  killEngine();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('digit')).toContainText('No prediction yet');
  await drawDigitOne(page);
  await expect(page.getByTestId('digit')).toContainText('Prediction');

  // The panel offers the engines of the companion, and shows when it is disconnected.
  await expect(page.getByTestId('device').locator('option', { hasText: 'companion' }).first()).toBeAttached();
  companion.gateway.close();
  await server.close();
  await expect(page.getByRole('alert').first()).toContainText(`The companion at ${new URL(server.url).host}`);
});

// `npm test` measures a model on native onnxruntime on the Targets page.
test('native onnxruntime measures a model on the Bench page @long', async ({ page }) => {
  await pair(page);
  await page.goto(`${server.url}#/bench?model=digits`);
  await page.getByText('Companion', { exact: true }).click();
  await page.getByText('Quick', { exact: true }).click();
  await page.getByTestId('run').click();
  const { result, link, error } = await waitForOutcome<TensorReport>(page);
  expect(error).toBeNull();
  expect(result).toMatchObject({
    target: { requested: { host: 'companion' }, opened: { host: 'companion', engine: 'ort', device: 'cpu' } },
    environment: { kind: 'native', program: expect.stringMatching(/^Node \d+$/) },
  });
  const { medianMs } = result.cells[0]!.steady;
  expect(result.roundTrip!.medianMs).toBeGreaterThan(medianMs);
  expect(page.url()).toContain('host=companion');
  await page.goto(link!);
  await expect(page.getByTestId('repeat')).toHaveAttribute('href', /host=companion&engine=ort&device=cpu/);
});

test('the Evaluate page opens the model and its baseline on a native engine that the user chooses @long', async ({
  page,
}) => {
  const folder = test.info().outputPath('bars');
  await mkdir(join(folder, '1'), { recursive: true });
  const bar = encodePng(56, 56, (x, y) => (x >= 25 && x < 31 && y > 7 && y < 48 ? 255 : 0));
  await writeFile(join(folder, '1/a.png'), bar);
  await pair(page);
  await page.goto(`${server.url}#/evaluate?task=digits&baseline=digits`);
  await page.getByTestId('device').selectOption({ label: 'ONNX Runtime on the CPU (companion)' });
  await expect(page).toHaveURL(/host=companion.*device=cpu/);
  await page.getByTestId('data-folder').setInputFiles(folder);
  await page.getByTestId('evaluate').click();
  const { result, error } = await waitForOutcome<{ readonly report: TaskReport }>(page);
  expect(error).toBeNull();
  expect(result!.report).toMatchObject({ target: { opened: { host: 'companion', engine: 'ort', device: 'cpu' } } });
  expect(result!.report.baseline).toMatchObject({ id: 'digits' });
});

test('the Profile page profiles a model on a native engine, with the limits measured there @long', async ({ page }) => {
  await pair(page);
  await page.goto(`${server.url}#/profile?model=digits&host=companion&engine=ort&device=cpu&threads=1&auto=1`);
  const { result, error } = await waitForOutcome<ProfileReport>(page);
  expect(error).toBeNull();
  expect(result).toMatchObject({ engine: 'ort', device: 'cpu', threads: 1 });
  expect(result.runs).toBeGreaterThanOrEqual(3);
  expect(result.nodes.some(({ operator }) => operator.endsWith('Conv'))).toBe(true);
  expect(new Set(result.nodes.map(({ provider }) => provider))).toEqual(new Set(['CPUExecutionProvider']));
  expect(result.roofs.cpu.gflops).toBeGreaterThan(1);
  await expect(page.getByTestId('profile-nodes').getByRole('row')).toHaveCount(result.nodes.length + 1);
});
