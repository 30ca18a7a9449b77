import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskReport } from '#core/report/task-report.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { encodePng } from '../companion/cli/files/png.ts';
import { createNativeSessions, type NativeSessions } from '../companion/cli/native/native-sessions.ts';
import {
  llamaServer,
  startRecordedServer,
  type TestServer,
} from '../companion/cli/serving/recorded-servers.fixture.ts';
import { startTestGateway, type TestGateway } from '../companion/gateway/gateway.fixture.ts';
import { defaultBatching } from '../companion/gateway/sessions/batching/batch-settings.ts';
import { startServer, type Server } from '../companion/gateway/server.ts';
import { ServerRecords } from '../companion/protocols/remote/server-records.ts';
import { dist } from '../scripts/dist.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { getAnswers, getMessageField } from './fixtures/chat-page.ts';
import { expect, test, type Page } from './fixtures/test.ts';

let companion: TestGateway;
let server: Server;
let sessions: NativeSessions;
let remoteServers: TestServer[];

test.beforeEach(async () => {
  companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  sessions = createNativeSessions(companion.folder, defaultBatching);
  server = await startServer(dist, 0, companion.gateway);
  remoteServers = [];
});
test.afterEach(async () => {
  await server.close();
  await Promise.all([companion.close(), sessions.close(), ...remoteServers.map((entry) => entry.kill())]);
});

async function addServer(
  name: string,
  protocol: 'oip' | 'openai',
  ...recording: Parameters<typeof startRecordedServer>
) {
  const remoteServer = await startRecordedServer(...recording);
  remoteServers.push(remoteServer);
  await new ServerRecords(join(companion.folder, 'servers')).add({ name, protocol, urls: [remoteServer.url] });
}

/** Responses of an Open Inference Protocol server whose model classifies every drawing as a seven. */
const sevensServer: Parameters<typeof startRecordedServer>[0] = {
  'GET /v2': createJsonAnswer({ name: 'recorded', version: '1', extensions: [] }),
  'POST /v2/repository/index': createJsonAnswer([{ name: 'sevens', state: 'READY' }]),
  'GET /v2/models/sevens': createJsonAnswer({
    name: 'sevens',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 1, 28, 28] }],
    outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 10] }],
  }),
  'POST /v2/models/sevens/infer': createJsonAnswer({
    model_name: 'sevens',
    outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 10], data: [0, 0, 0, 0, 0, 0, 0, 9, 0, 0] }],
  }),
};

function createJsonAnswer(body: object) {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function pair(page: Page): Promise<void> {
  await page.goto(`${server.url}${companion.gateway.createLinkHash()}`);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('assay.companion-token'))).not.toBeNull();
}

async function pick(page: Page, id: string, button = 'choose-model'): Promise<void> {
  await page.getByTestId(button).click();
  await page.locator(`[data-testid=model-row][data-id="${id}"]`).getByRole('button').click();
}

test("a model in the companion's folder is benchmarked, and measured under load @accessible @long", async ({
  page,
}) => {
  await mkdir(join(companion.folder, 'models'));
  await cp('models/digits/model.onnx', join(companion.folder, 'models/digits.onnx'));
  await pair(page);
  await page.goto(`${server.url}#/companion`);
  await expect(page.locator('[data-id="companion:digits.onnx"]')).toContainText('in the folder');
  await checkAccessibilityInAllAppearances(page);
  await page.goto(`${server.url}#/bench`);
  await pick(page, 'companion:digits.onnx');
  await checkAccessibilityInAllAppearances(page);
  await page.getByText('Quick', { exact: true }).click();
  await page.getByTestId('run').click();
  const { result, error } = await waitForOutcome<TensorReport>(page);
  expect(error).toBeNull();
  expect(result).toMatchObject({
    subject: { kind: 'model', id: 'companion:digits.onnx', sizeBytes: 0, sha256: '' },
    target: { opened: { host: 'companion', engine: 'ort', device: 'cpu' } },
  });
  await expect(page.getByTestId('verdict')).toContainText('size not known');
  expect(page.url()).toContain('model=companion%3Adigits.onnx');

  await page.getByTestId('run-load-test').click();
  const load = page.getByTestId('load-test');
  // Rows for batches of 1 to 32 and for up to 16 concurrent requests, and the header rows of both tables.
  await expect(load.getByRole('row')).toHaveCount(6 + 5 + 2);
  await expect(load).toContainText(/(Knee|No knee up to).*Kleinrock/);
  await checkAccessibilityInAllAppearances(page);
});

test('a model on a server is run and evaluated from the picker @long', async ({ page }) => {
  await addServer('far', 'oip', sevensServer);
  await pair(page);
  await page.goto(`${server.url}#/run?task=digits`);
  await pick(page, 'server:far/sevens');
  await expect(page.getByTestId('model-name')).toHaveText('far/sevens');
  await expect(page.getByTestId('device').locator('option')).toHaveText([/server/]);
  await page.getByTestId('pad').focus();
  await page.keyboard.press('Space');
  for (let step = 0; step < 16; step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('probabilities').locator('.best')).toContainText('7');
  expect(page.url()).toContain('model=server%3Afar%2Fsevens&host=companion');

  const folder = test.info().outputPath('sevens');
  for (const label of ['7', '1']) {
    await mkdir(join(folder, label), { recursive: true });
    const bar = encodePng(56, 56, (x, y) => (x >= 25 && x < 31 && y > 7 && y < 48 ? 255 : 0));
    await writeFile(join(folder, label, 'a.png'), bar);
  }
  await page.goto(`${server.url}#/evaluate?task=digits&model=server:far/sevens`);
  await page.getByTestId('data-folder').setInputFiles(folder);
  await page.getByTestId('evaluate').click();
  const { result, error } = await waitForOutcome<{ readonly report: TaskReport }>(page);
  expect(error).toBeNull();
  // The server's answer is the label of one of the two drawings.
  const { subject, target, scores } = result!.report;
  expect(subject).toMatchObject({ id: 'server:far/sevens', sha256: '' });
  expect(target.opened).toMatchObject({ engine: 'oip', device: 'server' });
  expect(scores[0]).toMatchObject({ metric: 'top-1', value: 0.5 });
});

test('a language model on a server answers in Chat, and opens again after a reload', async ({ page }) => {
  await addServer('far', 'openai', llamaServer);
  await pair(page);
  await page.goto(`${server.url}#/chat`);
  await pick(page, 'server:far/counting');
  await expect(page.getByTestId('engine')).toContainText('512');
  await getMessageField(page).fill('ab');
  await getMessageField(page).press('Enter');
  await expect(getAnswers(page)).toContainText('cde');
  await page.reload();
  await expect(page.getByTestId('engine')).toContainText('512');
});
