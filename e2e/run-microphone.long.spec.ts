import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { lowFile, speechModelFiles } from './fixtures/speech-files.ts';

test('the microphone is transcribed while it records, and its recording after it was stopped', async ({ baseURL }, {
  project,
}) => {
  test.slow();
  const folder = await mkdtemp(join(tmpdir(), 'assay-microphone-'));
  const sound = join(folder, lowFile.name);
  await writeFile(sound, lowFile.buffer);
  const { launchOptions = {} } = project.use;
  const browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${sound}`,
    ],
  });
  try {
    const page = await browser.newPage(baseURL ? { baseURL } : {});
    await page.goto('#/run?task=speech-recognition');
    await page.getByTestId('model-file').setInputFiles(speechModelFiles);
    await page.getByRole('button', { name: 'Use the microphone' }).click();
    await expect(page.getByTestId('live-text')).toContainText('low');
    await expect(page.getByTestId('delay')).toContainText('behind');
    await checkAccessibilityInAllAppearances(page);
    await page.getByRole('button', { name: 'Stop and transcribe the recording' }).click();
    await expect(page.getByTestId('segments').getByRole('textbox').first()).toHaveValue(/low/);
    await expect(page.getByRole('button', { name: 'Use the microphone' })).toBeVisible();
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
});
