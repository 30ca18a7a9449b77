import { readFile } from 'node:fs/promises';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { test } from './fixtures/hub-test.ts';
import { samplePath } from './fixtures/run-page.ts';
import { expect, type Page } from './fixtures/test.ts';

/** Opens the start page, and returns a function that counts the clicks since then. */
async function startCountingClicks(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    localStorage.setItem('assay.public-address', 'https://assay.example/');
    addEventListener(
      'pointerdown',
      ({ isTrusted }) => {
        const { dataset } = document.documentElement;
        if (isTrusted) dataset['clicks'] = String(Number(dataset['clicks'] ?? 0) + 1);
      },
      true,
    );
  });
  await page.goto('#/');
  return () => page.evaluate(() => Number(document.documentElement.dataset['clicks']));
}

test('a benchmark of this device is shared after two clicks', async ({ page, context }) => {
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const countClicks = await startCountingClicks(page);
  await page.getByRole('link', { name: 'Benchmark', exact: false }).first().click();
  await page.getByTestId('share').click({ timeout: 60_000 });
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^https:\/\/assay\.example\/#\/r\//);
  expect(await countClicks()).toBe(2);
});

test('a catalogue model answers after three clicks', async ({ page, context, hub, useHub }) => {
  await useHub(context);
  const head = createCountingLlama().files.get('tiny.gguf') as Uint8Array;
  hub.addFile('bartowski/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct-Q4_K_M.gguf', { head });
  const countClicks = await startCountingClicks(page);
  await page.getByRole('main').getByRole('link', { name: /^Chat/ }).click();
  await page.getByRole('button', { name: 'Download and open SmolLM2 135M Instruct' }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('a');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByTestId('usage')).toBeVisible();
  expect(await countClicks()).toBe(3);
});

test("objects in the user's own image are marked after two clicks", async ({ page }) => {
  const countClicks = await startCountingClicks(page);
  await page.getByRole('link', { name: 'Try the sample' }).click();
  await expect(page.getByTestId('boxes').locator('[data-label=clock]')).toBeVisible();
  const fileChooser = page.waitForEvent('filechooser');
  await page.locator('label', { hasText: 'Choose images' }).click();
  await (await fileChooser).setFiles({ name: 'mine.webp', mimeType: 'image/webp', buffer: await readFile(samplePath) });
  await expect(page.getByRole('button', { name: 'Show mine.webp' })).toBeVisible();
  await expect(page.getByTestId('boxes').locator('[data-label=clock]')).toBeVisible();
  expect(await countClicks()).toBe(2);
});
