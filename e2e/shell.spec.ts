import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { dist } from '../scripts/dist.ts';
import { findBundle } from '../scripts/offline-bundles.ts';
import { createTinyConvNet } from '../src/formats/tiny/models.fixture.ts';
import { expect, test } from './fixtures/test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';

test('pages are accessible and fit a narrow screen @accessible', async ({ page }) => {
  const device = '#/device?browser=Chrome+156&os=Linux&gpu=none&cores=2&oneThreadGflops=24.1';
  for (const hash of ['#/', device, '#/results', '#/help', '#/about', '#/method', '#/no-such-page']) {
    await page.goto(hash);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await checkAccessibilityInAllAppearances(page);
  }
});

test('keyboard users can skip to the content; focus moves to the heading of each new page', async ({ page }) => {
  await page.goto('#/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('navigation').getByRole('link', { name: 'Device' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Device check' })).toBeFocused();
  await expect(page).toHaveTitle('Device check · Assay');
});

test('files dropped on any page open on the Models page or the Run page', async ({ page }) => {
  const dropFile = async (name: string, type: string, content: readonly number[]) => {
    const dataTransfer = await page.evaluateHandle(
      (file) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(file.content)], file.name, { type: file.type }));
        return transfer;
      },
      { name, type, content },
    );
    await page.dispatchEvent('main', 'drop', { dataTransfer });
  };
  await page.goto('#/results');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFile('tiny.tflite', '', [...createTinyConvNet().bytes]);
  await expect(page).toHaveURL(/#\/models/);
  await page.waitForFunction(() => globalThis.assay?.state === 'done');
  await page.goto('#/device?browser=Chrome+156');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFile('image.png', 'image/png', [...(await readFile('public/icon-192.png'))]);
  await expect(page).toHaveURL(/#\/run/);
  await expect(page.getByRole('img', { name: 'Image image.png' })).toBeVisible();
});

test('the selected colour scheme survives a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('#/');
  const root = page.locator('html');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const light = await root.evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.getByRole('radio', { name: 'Dark' }).press('Space');
  await expect(root).not.toHaveCSS('background-color', light);
  const dark = await root.evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(root).toHaveCSS('background-color', dark);
});

test('the content security policy in the page allows no foreign code', async ({ page }) => {
  await page.goto('#/');
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  const others = policy?.split('; ').filter((directive) => !directive.startsWith('connect-src '));
  expect(others?.join('; ')).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
});

test('a device check is copied as text, JSON and a link, which opens next to this device @accessible', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('#/device');
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible({ timeout: 90_000 });
  await checkAccessibilityInAllAppearances(page);
  await expect(page.getByTestId('capabilities').locator('li:not([data-verdict=pending])')).toHaveCount(4);
  await page.getByRole('button', { name: 'Copy as text' }).click();
  const readClipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect
    .poll(readClipboard)
    .toMatch(/^Assay device check: .*\n[^]*WebAssembly, 1 thread: [\d.,]+ GFLOP\/s\n[^]*SIMD: yes/);
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect.poll(readClipboard).toMatch(/^\{/);
  const report = JSON.parse(await readClipboard()) as { facts: { cores: number }; speeds: { copy: { value: number } } };
  expect(report.facts.cores).toBe(await page.evaluate(() => navigator.hardwareConcurrency));
  expect(report.speeds.copy.value).toBeGreaterThan(0);

  await page.getByTestId('share').click();
  await page.getByRole('button', { name: 'Copy link without the address' }).click();
  await expect.poll(readClipboard).toMatch(/^#/);
  const link = await readClipboard();
  await page.goto('about:blank');
  await page.goto(link);
  const oneThread = new URLSearchParams(link.split('?')[1]).get('oneThreadGflops');
  await expect(page.getByRole('row', { name: /WebAssembly, 1 thread/ })).toContainText(String(oneThread));

  await page.goto('#/results');
  await page
    .getByTestId('result')
    .getByRole('link', { name: /^Device check/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Device from the link' })).toBeVisible();
});

test('a device link with markup is rejected; the check is stopped and restarted by keyboard', async ({ page }) => {
  await page.goto('#/device?browser=%3Cimg%20src%3Dx%3E&os=Linux&gpu=none');
  await expect(page.getByRole('alert').first()).toContainText('This link is damaged');
  await expect(page.locator('main img')).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(page.getByText('Stopped.')).toBeVisible();
  const start = page.getByRole('button', { name: 'Measure' });
  await expect(start).toBeFocused();
  await start.press('Enter');
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
});

test('the start page states the sizes of what is saved for offline use', async ({ page }) => {
  const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter(
    (file) => file.isFile() && !/\.(?:br|map)$/.test(file.name),
  );
  /** The size of the files that the filter accepts, in MB. */
  const sumMb = async (isIncluded: (bundle: string, name: string) => boolean) => {
    let bytes = 0;
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      if (isIncluded(findBundle(relative(dist, path)), name)) bytes += (await stat(path)).size;
    }
    return bytes / 1e6;
  };
  const automatic = new Set(['models', 'ort', 'tfjs', 'wllama']);
  const withoutGpuMb = await sumMb((bundle) => automatic.has(bundle));
  const withGpuMb = await sumMb(
    (bundle, name) => automatic.has(bundle) || (bundle === 'ort-webgpu' && !name.includes('.jspi')),
  );
  await page.goto('/');
  const statement = await page.getByText('in the background').innerText();
  const [statedMb = 0, statedWithGpuMb = 0] = [...statement.matchAll(/(\d+) MB/g)].map(([, mb]) => Number(mb));
  // The sizes change a little with every build.
  expect(Math.abs(statedMb / withoutGpuMb - 1)).toBeLessThan(0.05);
  expect(Math.abs(statedWithGpuMb / withGpuMb - 1)).toBeLessThan(0.05);
});
