import { expect, test } from '@playwright/test';

const pages = [
  '#/',
  '#/device',
  '#/run?task=object-detection&sample=1',
  '#/run?task=digits',
  '#/bench',
  '#/results',
  '#/no-such-page',
];

for (const hash of pages) {
  test(`the page ${hash} loads without errors on the console and without requests to other hosts`, async ({
    page,
    baseURL,
  }) => {
    const complaints: string[] = [];
    const elsewhere: string[] = [];
    page.on('console', (message) => {
      const isOurs = !message.text().includes('blocked by Playwright'); // the service worker, by our own settings
      if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`));
    page.on(
      'response',
      (response) => response.status() >= 400 && complaints.push(`${response.url()} ${response.status()}`),
    );
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'blob:' && protocol !== 'data:' && origin !== new URL(baseURL ?? '').origin)
        elsewhere.push(origin);
    });
    await page.goto(hash);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });
}

test('the start page is cross-origin isolated and has shared memory', async ({ page }) => {
  await page.goto('#/');
  expect(await page.evaluate(() => [crossOriginIsolated, typeof SharedArrayBuffer])).toEqual([true, 'function']);
});
