import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send, startTestGateway, type TestGateway } from '../companion/gateway/gateway.fixture.ts';
import type { Gateway } from '../companion/gateway/gateway.ts';
import { startServer, type Server } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/**
 * Opens a WebSocket to the companion from the page, and sends a token.
 * @returns the type of its answer to the token, or `closed`
 */
function sendToken(page: Page, token: string, port: number): Promise<string> {
  return page.evaluate(
    ({ token, port }) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}/companion/socket`);
        const hello = { type: 'hello', versions: { min: 1, max: 1 }, app: '', auth: { kind: 'token', token } };
        socket.addEventListener('open', () => socket.send(JSON.stringify(hello)));
        socket.addEventListener('message', ({ data }) => resolve((JSON.parse(String(data)) as { type: string }).type));
        socket.addEventListener('close', () => resolve('closed'));
      }),
    { token, port },
  );
}

test.describe('the page that the companion serves', () => {
  let gateway: Gateway;
  let server: Server;
  let closeServers: () => Promise<void>;

  test.beforeEach(async () => {
    const companion: TestGateway = await startTestGateway(); // only its folder is used
    gateway = companion.gateway;
    server = await startServer(dist, 0, gateway);
    closeServers = async () => {
      await server.close();
      await companion.close();
    };
  });
  test.afterEach(() => closeServers());

  test('is paired by its link, which is removed from the URL; a reload and a second tab stay paired', async ({
    page,
    context,
  }) => {
    const port = Number(new URL(server.url).port);
    const link = `${server.url}${gateway.createLinkHash()}`;
    const readToken = (tab: Page) => tab.evaluate(() => localStorage.getItem('assay.companion-token'));
    await page.goto(link);
    await expect.poll(() => readToken(page)).toMatch(/^[\w+/]{43}=$/);
    await expect(page).toHaveURL(`${server.url}#/companion?link=paired`);
    await expect(page.getByText('Paired: this page can now use')).toBeVisible();
    const token = (await readToken(page))!;
    expect(await sendToken(page, token, port)).toBe('welcome');

    await page.reload();
    const tab = await context.newPage();
    await tab.goto(`${server.url}#/help`);
    for (const openTab of [page, tab])
      expect(await sendToken(openTab, (await readToken(openTab))!, port)).toBe('welcome');

    await tab.evaluate(() => localStorage.clear());
    await tab.goto(link); // changes only the hash of the open app
    await expect(tab.getByRole('heading', { name: 'This link was already used' })).toBeVisible();
    expect(tab.url()).not.toContain('pair=');
    expect(await readToken(tab)).toBeNull();
  });
});

test('a page of another port cannot send requests to the companion, nor connect to it', async ({ page }) => {
  const handledRequests: string[] = [];
  const companion = await startTestGateway({
    routes: [
      {
        method: 'POST',
        path: '/v2/load',
        access: 'read',
        handle: ({ response }) => void (handledRequests.push('load'), response.end()),
      },
    ],
  });
  const foreignServer = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html>'),
  );
  await new Promise<void>((resolve) => foreignServer.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${(foreignServer.address() as AddressInfo).port}/`);
  const nonce = companion.gateway.createLinkHash().replace('#/?pair=', '');
  const token = await companion.obtainToken();

  const outcomes = await page.evaluate(
    async ({ url, nonce, token }) => {
      const attempt = (path: string, init: RequestInit) =>
        fetch(`${url}${path}`, { method: 'POST', ...init }).then(
          ({ type, status }) => `${type} ${status}`,
          () => 'failed',
        );
      const json = { 'content-type': 'application/json' };
      const body = JSON.stringify({ nonce });
      return [
        await attempt('/companion/token', { headers: json, body }),
        await attempt('/companion/token', { mode: 'no-cors', body }),
        await attempt('/v2/load', { headers: { authorization: `Bearer ${token}` } }),
        await attempt('/v2/load', { mode: 'no-cors', credentials: 'include' }),
      ];
    },
    { url: companion.origin, nonce, token },
  );
  // No-CORS requests are sent, but Cross-Origin-Resource-Policy hides their responses from the page.
  expect(outcomes).toEqual(['failed', 'failed', 'failed', 'failed']);
  expect(await sendToken(page, token, companion.port)).toBe('closed');

  // A form is sent without a preflight.
  await page.evaluate((url) => {
    document.body.innerHTML = `<form method="post" action="${url}/v2/load" enctype="text/plain"><input name="a" value="b"></form>`;
    document.forms[0]!.submit();
  }, companion.origin);
  await expect
    .poll(() => companion.log.filter(({ event }) => event === 'origin-rejected').length)
    .toBeGreaterThanOrEqual(3);
  expect(handledRequests).toEqual([]);

  const sameOriginRequest = { origin: companion.origin, json: { nonce }, headers: { 'sec-fetch-site': 'same-origin' } };
  // None of the attempts used the nonce.
  expect(await send(companion.port, '/companion/token', sameOriginRequest)).toMatchObject({ status: 200 });
  foreignServer.close();
  await companion.close();
});
