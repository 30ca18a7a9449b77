import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as forward } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { browserFlags, findBrowser } from '../companion/browser/browser.ts';
import { createNativeSessions } from '../companion/cli/native/native-sessions.ts';
import { startTestGateway } from '../companion/gateway/gateway.fixture.ts';
import { openPairing } from '../companion/gateway/pairing/pairing.fixture.ts';
import { defaultBatching } from '../companion/gateway/sessions/batching/batch-settings.ts';
import { startServer } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { expect, test } from './fixtures/test.ts';

const host = 'assay.example';
const executablePath = process.env['ASSAY_BROWSER'] ?? findBrowser();

/** Starts an https proxy in front of `port`, with a certificate made for the test. */
async function serveHttps(folder: string, port: number): Promise<{ readonly port: number; close(): void }> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const keyArgs = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...keyArgs, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  const server: HttpsServer = createServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    (request, response) => {
      const headers = { ...request.headers, host: `127.0.0.1:${port}` };
      const upstream = forward(
        { port, host: '127.0.0.1', path: request.url, method: request.method, headers },
        (upstreamResponse) => {
          response.writeHead(upstreamResponse.statusCode ?? 502, upstreamResponse.headers);
          upstreamResponse.pipe(response);
        },
      );
      upstream.on('error', () => response.destroy());
      request.pipe(upstream);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

// As on the internet: https, COOP and COEP, and an address that the browser treats as public.
test('a page from https is isolated, is paired by a code, and measures a model on a native engine', async () => {
  test.skip(spawnSync('openssl', ['version']).status !== 0, 'openssl is not installed');
  let sessions: ReturnType<typeof createNativeSessions>;
  const companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  sessions = createNativeSessions(companion.folder, defaultBatching);
  const app = await startServer(dist, 0);
  const https = await serveHttps(companion.folder, Number(new URL(app.url).port));
  const origin = `https://${host}:${https.port}`;
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      ...browserFlags,
      `--host-resolver-rules=MAP ${host} 127.0.0.1`,
      `--ip-address-space-overrides=127.0.0.1:${https.port}=public`,
    ],
  });
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, serviceWorkers: 'block' });
    await context.grantPermissions(['local-network-access'], { origin });
    const page = await context.newPage();
    await page.goto(`${origin}/#/companion`);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    await page.getByLabel('Port').fill(String(companion.port));
    const command = await openPairing(companion, origin);
    await page.getByRole('button', { name: 'Connect' }).click();
    const code = page.getByLabel('Code');
    await code.fill(await command.readCode());
    await code.press('Enter');
    await expect(page.getByTestId('companion-state')).toHaveText('Connected');

    await page.getByTestId('rotate-key').click(); // replaces the page's key; the page then connects with the new one
    await expect(page.getByTestId('companion-state')).toHaveText('Connected');
    await page.goto(`${origin}/#/bench?model=digits&host=companion&device=cpu&effort=quick&auto=1`);
    const { result, error } = await waitForOutcome<TensorReport>(page);
    expect(error).toBeNull();
    expect(result.target.opened).toMatchObject({ host: 'companion', engine: 'ort', device: 'cpu' });
    expect(result.roundTrip!.medianMs).toBeGreaterThan(0);
  } finally {
    await browser.close();
    https.close();
    await app.close();
    await Promise.all([companion.close(), sessions.close()]);
  }
});
