import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures/test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { lowToneFile, speechModelFiles, voiceModelFile } from './fixtures/speech-files.ts';

test('an audio file is transcribed, and a corrected segment is exported as subtitles @accessible', async ({ page }) => {
  await page.goto('#/run?task=speech-recognition');
  await page.getByTestId('model-file').setInputFiles(speechModelFiles);
  await page.getByTestId('input-file').setInputFiles(lowToneFile);
  expect((await waitForOutcome(page)).result).toMatchObject({
    inputs: [{ file: 'low.wav', result: { text: 'low low low', language: 'en' } }],
  });
  await expect(page.getByTestId('language-found')).toHaveText('Language: English, detected');
  const text = page.getByTestId('segments').getByRole('textbox');
  await expect(text).toHaveValue('low low low');
  await checkAccessibilityInAllAppearances(page);

  await text.fill('Low, low, low.');
  await text.blur();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save SRT' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('low.srt');
  expect(await readFile(await download.path(), 'utf8')).toBe('1\n00:00:00,000 --> 00:00:01,000\nLow, low, low.\n\n');

  await page.getByTestId('language').selectOption({ label: 'French' });
  await expect(page.getByRole('alert')).toContainText('does not know the language fr; it knows en, de');
});

test('regions with speech are listed @accessible', async ({ page }) => {
  await page.goto('#/run?task=voice-activity');
  await page.getByTestId('model-file').setInputFiles([voiceModelFile]);
  await page.getByTestId('input-file').setInputFiles(lowToneFile);
  await expect(page.getByTestId('speech-found')).toHaveText('Speech in 2 s of 2 s');
  await expect(page.getByTestId('regions').getByRole('listitem')).toHaveText(/0 s to 2 s/);
  await checkAccessibilityInAllAppearances(page);
});
