import { existsSync } from 'node:fs';
import { firefox, type LaunchOptions } from 'playwright-core';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { createNativeSessions } from '../companion/cli/native/native-sessions.ts';
import { startTestGateway } from '../companion/gateway/gateway.fixture.ts';
import { openPairing } from '../companion/gateway/pairing/pairing.fixture.ts';
import { defaultBatching } from '../companion/gateway/sessions/batching/batch-settings.ts';
import { startServer } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { expect, test } from './fixtures/test.ts';

/** Debian's package. The channel makes playwright speak WebDriver BiDi, as Mozilla's own builds need. */
const executablePath = '/usr/bin/firefox-esr';
const options: LaunchOptions = { channel: 'moz-firefox', executablePath };

test('Firefox is paired by the link of the companion, shows its engines, and runs a benchmark there', async () => {
  test.skip(!existsSync(executablePath), 'Firefox ESR is not installed');
  let sessions: ReturnType<typeof createNativeSessions>;
  const companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  sessions = createNativeSessions(companion.folder, defaultBatching);
  const server = await startServer(dist, 0, companion.gateway);
  const browser = await firefox.launch(options);
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}${companion.gateway.createLinkHash()}`);
    await expect.poll(() => page.evaluate(() => localStorage.getItem('assay.companion-token'))).not.toBeNull();
    await page.goto(`${server.url}#/companion`);
    await expect(page.getByTestId('companion-state')).toHaveText('Connected');
    await expect(page.getByTestId('engine-ort')).toContainText(/ready|not installed/);
    await page.goto(`${server.url}#/bench?model=digits&host=companion&device=cpu&effort=quick&auto=1`);
    const { result, error } = await waitForOutcome<TensorReport>(page);
    expect(error).toBeNull();
    expect(result.target.opened).toMatchObject({ host: 'companion', engine: 'ort', device: 'cpu' });
  } finally {
    await browser.close();
    await server.close();
    await Promise.all([companion.close(), sessions.close()]);
  }
});

test('Firefox is paired by a code from a page of another origin, and runs a benchmark there', async () => {
  test.skip(!existsSync(executablePath), 'Firefox ESR is not installed');
  let sessions: ReturnType<typeof createNativeSessions>;
  const companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  sessions = createNativeSessions(companion.folder, defaultBatching);
  const app = await startServer(dist, 0);
  const browser = await firefox.launch(options);
  try {
    const page = await browser.newPage();
    await page.goto(`${app.url}#/companion`);
    const port = page.getByLabel('Port');
    await port.focus();
    await port.press('Control+a'); // in Firefox, `fill` appends to a number
    await port.pressSequentially(String(companion.port));
    const command = await openPairing(companion, new URL(app.url).origin);
    await page.getByRole('button', { name: 'Connect' }).click();
    const code = page.getByLabel('Code');
    await code.fill(await command.readCode());
    await code.press('Enter');
    await expect(page.getByTestId('companion-state')).toHaveText('Connected');
    await page.reload(); // Firefox stores the key; it would ask for permission, so the page waits for a click
    await page.getByRole('button', { name: 'Connect' }).click();
    await expect(page.getByTestId('companion-state')).toHaveText('Connected');
    await page.goto(`${app.url}#/bench?model=digits&host=companion&device=cpu&effort=quick&auto=1`);
    const { result, error } = await waitForOutcome<TensorReport>(page);
    expect(error).toBeNull();
    expect(result.target.opened).toMatchObject({ host: 'companion', engine: 'ort', device: 'cpu' });
  } finally {
    await browser.close();
    await app.close();
    await Promise.all([companion.close(), sessions.close()]);
  }
});
