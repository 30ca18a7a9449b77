import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { tinyConvNet } from '#formats/tiny/models.fixture.ts';
import { expect, test, type Page } from './fixtures/test.ts';

const expectFits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), page.url()).toBeLessThanOrEqual(
    0,
  );

test('long, right-to-left and reordering names neither widen a page nor reorder an error', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const hash of [`#/${'x'.repeat(400)}`, '#/run?threads=1e308', `#/bench?workload=${'ا'.repeat(200)}`]) {
    await page.goto('about:blank');
    await page.goto(hash);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectFits(page);
  }
  await page.goto('#/models');
  const choose = (name: string, buffer: Buffer) =>
    page.getByTestId('model-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  const alert = page.getByRole('alert');
  await choose(`${'ا'.repeat(200)}.gguf`, Buffer.from('GGUF'));
  await expect(alert).toContainText('.gguf\u2069 is plain text, not a model');
  await expectFits(page);
  await choose('evil\u202exnno.xyz', Buffer.from('neither'));
  await expect(alert).toContainText('evil\ufffdxnno.xyz');
  await choose('ملف.xyz', Buffer.from('neither'));
  await expect(alert).toContainText('\u2068ملف.xyz\u2069');
  await choose(`${'x'.repeat(240)}.tflite`, Buffer.from(tinyConvNet().bytes));
  await page.waitForFunction(() => globalThis.assay?.state === 'done');
  await expectFits(page);
});

test('with site data blocked, pages open, models run, and pages say what is lost', async ({
  launchOptions,
  baseURL,
}) => {
  const profile = test.info().outputPath('profile');
  await mkdir(join(profile, 'Default'), { recursive: true });
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } }; // Chromium: block all site data
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(blocked));
  const context = await chromium.launchPersistentContext(profile, launchOptions);
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    const open = async (hash: string) => {
      await page.goto('about:blank');
      await page.goto(`${baseURL}${hash}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    };
    await open('#/');
    await expect(page.getByText('Works online only')).toBeVisible();
    for (const hash of ['#/models', '#/results']) {
      await open(hash);
      await expect(page.getByRole('alert')).toContainText('are lost when the page closes');
    }
    await open('#/chat');
    await open('#/run?task=object-detection&sample=1');
    await page.waitForFunction(() => globalThis.assay?.state === 'done');
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
});
