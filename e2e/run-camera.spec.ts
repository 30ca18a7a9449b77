import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test, type Page } from './fixtures/test.ts';
import { samplePath } from './fixtures/run-page.ts';

test.describe('the camera', () => {
  test('is used for live detection, and released after stopping', async ({ page, baseURL }, { project }) => {
    test.slow();
    const folder = await mkdtemp(join(tmpdir(), 'assay-camera-'));
    const video = join(folder, 'desk.mjpeg');
    await page.goto('');
    await writeFile(video, await toMjpegFrame(page, await readFile(samplePath)));
    const { launchOptions = {} } = project.use;
    const browser = await chromium.launch({
      ...launchOptions,
      args: [
        ...(launchOptions.args ?? []),
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${video}`,
      ],
    });
    try {
      const livePage = await browser.newPage(baseURL ? { baseURL } : {});
      await livePage.goto('#/run?task=object-detection');
      await expect(livePage.getByTestId('engine')).toContainText('TensorFlow.js');
      await livePage.getByRole('button', { name: 'Use the camera' }).click();
      // The rate appears after two results. If the run fails, an alert appears instead.
      const [rate, failure] = [livePage.getByTestId('rate'), livePage.getByRole('alert')];
      await expect(rate.or(failure)).toBeVisible({ timeout: 120_000 });
      expect(await failure.allTextContents()).toEqual([]);
      await expect(rate).toHaveText(/\d fps/);
      await expect(livePage.getByTestId('boxes').locator('[data-label=laptop]')).toBeVisible();
      const [snapshot] = await Promise.all([
        livePage.waitForEvent('download'),
        livePage.getByRole('button', { name: 'Save snapshot (PNG)' }).click(),
      ]);
      expect(snapshot.suggestedFilename()).toBe('camera-annotated.png');
      await livePage.getByRole('button', { name: 'Stop the camera' }).click();
      await expect(livePage.locator('video')).toHaveCount(0);
    } finally {
      await browser.close();
      await rm(folder, { recursive: true });
    }
  });

  test('shows how to allow it if it is not permitted', async ({ page }) => {
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.goto('#/run?task=object-detection');
    await page.getByRole('button', { name: 'Use the camera' }).press('Enter');
    await expect(page.locator('main :focus')).toBeAttached(); // focus is not lost although the button is gone
    await expect(page.getByRole('alert')).toContainText('The camera cannot be used: permission was denied');
    await expect(page.getByRole('alert')).toContainText('Allow the camera');
  });
});

/** Encodes an image as Motion JPEG, the format of the fake camera of the browser: the same JPEG twice. */
async function toMjpegFrame(page: Page, webp: Buffer): Promise<Buffer> {
  const jpeg = await page.evaluate(
    async (content) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(content)]), { resizeWidth: 960 });
      const canvas = new OffscreenCanvas(960, 640);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [...webp],
  );
  const frame = Buffer.from(jpeg);
  return Buffer.concat([frame, frame]);
}
