import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';

test('with site data blocked, pages open, models run, and pages warn of what will be lost @long', async ({
  launchOptions,
  baseURL,
}) => {
  const profile = test.info().outputPath('profile');
  await mkdir(join(profile, 'Default'), { recursive: true });
  // Chromium blocks all site data with this setting.
  const blockingPreferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(blockingPreferences));
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
