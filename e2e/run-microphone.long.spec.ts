import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { lowToneFile, speechModelFiles } from './fixtures/speech-files.ts';

test('speech is transcribed while the microphone records, and again after it was stopped', async ({ baseURL }, {
  project,
}) => {
  test.slow();
  const folder = await mkdtemp(join(tmpdir(), 'assay-microphone-'));
  const soundPath = join(folder, lowToneFile.name);
  await writeFile(soundPath, lowToneFile.buffer);
  const { launchOptions = {} } = project.use;
  const browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${soundPath}`,
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
