import { dist } from '../scripts/dist.ts';
import { startStaticHost } from './fixtures/static-host.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ serviceWorkers: 'allow' });

test('a page already in use is not reloaded until the user requests it', async ({ page }) => {
  const host = await startStaticHost(dist, '/used/');
  const loads: string[] = [];
  page.on('domcontentloaded', () => loads.push(page.url()));
  await page.goto(host.url);
  await page.getByRole('heading', { level: 1 }).click();
  await page.getByText('Ready offline').waitFor();
  expect(loads).toHaveLength(1);
  await page.getByRole('button', { name: 'Reload once' }).click();
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
  await host.close();
});
