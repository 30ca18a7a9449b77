import { expect, test } from './fixtures/test.ts';

const pages = ['#/', '#/run?task=object-detection&sample=1', '#/run?task=digits', '#/bench', '#/no-such-page'];

test('pages load isolated, without console errors and without requests to other hosts', async ({ page, baseURL }) => {
  const problems: string[] = [];
  const foreignOrigins: string[] = [];
  page.on('console', (message) => {
    // The service worker is blocked, and WebGPU off, in playwright.config.ts.
    const isExpected = /blocked by Playwright|No available adapters/.test(message.text());
    if (!isExpected && ['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('requestfailed', (request) => problems.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on(
    'response',
    (response) => response.status() >= 400 && problems.push(`${response.url()} ${response.status()}`),
  );
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:' && origin !== new URL(baseURL ?? '').origin)
      foreignOrigins.push(origin);
  });
  for (const hash of pages) {
    await page.goto('about:blank'); // leaves the app first, so that the next page is loaded from scratch
    await page.goto(hash);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(problems, hash).toEqual([]);
    expect(foreignOrigins, hash).toEqual([]);
    expect(await page.evaluate(() => [crossOriginIsolated, typeof SharedArrayBuffer])).toEqual([true, 'function']);
  }
});
