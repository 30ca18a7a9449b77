import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from './fixtures/test.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { samplePath } from './fixtures/run-page.ts';

const libraryPath = join(import.meta.dirname, '../node_modules/mediabunny/dist/bundles/mediabunny.mjs');

interface VideoResult {
  readonly video: { readonly file: string; readonly frames: number; readonly codec: string };
  readonly frames: readonly {
    readonly timeSeconds: number;
    readonly result: readonly { readonly label: string; readonly track: number }[];
  }[];
}

test('objects in a video are detected and tracked, and the video is saved with their boxes', async ({ page }) => {
  const video = await encodeVideo(page, await readFile(samplePath));
  await page.goto('#/run?task=object-detection');
  await page.getByTestId('input-file').setInputFiles({ name: 'desk.webm', mimeType: 'video/webm', buffer: video });
  const { result } = await waitForOutcome<VideoResult>(page);
  expect(result.video).toMatchObject({ file: 'desk.webm', frames: 3 });
  // The image moves slowly to the right, so each object keeps its track.
  const trackIds = result.frames.map(({ result: found }) => found.find(({ label }) => label === 'laptop')?.track);
  expect(new Set(trackIds).size).toBe(1);
  expect(trackIds[0]).toBeGreaterThan(0);
  expect(result.frames.map(({ timeSeconds }) => timeSeconds)).toEqual([0, 0.1, 0.2]);
  await expect(page.getByTestId('video')).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('video-rate')).toHaveText(/\d fps on average/);
  await expect(page.getByTestId('boxes').locator('[data-label=laptop]')).toBeVisible();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save CSV' }).click(),
  ]);
  expect((await readFile(await csv.path(), 'utf8')).split('\r\n')[0]).toBe(
    'frame,time,track,label,score,x,y,width,height',
  );
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save annotated video' }).click(),
  ]);
  expect(saved.suggestedFilename()).toMatch(/^desk-annotated\.(mp4|webm)$/);
  expect((await readFile(await saved.path())).length).toBeGreaterThan(5000);
});

/** Three frames of an image that moves to the right, as a WebM of ten frames per second that this browser encodes. */
async function encodeVideo(page: Page, webp: Buffer): Promise<Buffer> {
  // A page of the same origin without the app's policy, which would not let it import the library.
  await page.route('**/video/', (route) => route.fulfill({ contentType: 'text/html', body: '<title>video</title>' }));
  await page.route('**/video/mediabunny.mjs', (route) => route.fulfill({ path: libraryPath }));
  await page.goto('video/');
  const bytes = await page.evaluate(
    async ({ content, url }) => {
      const { BufferTarget, CanvasSource, Output, QUALITY_HIGH, WebMOutputFormat } = (await import(
        url
      )) as typeof import('mediabunny');
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(content)]));
      const canvas = new OffscreenCanvas(640, 426);
      const context = canvas.getContext('2d')!;
      const target = new BufferTarget();
      const output = new Output({ format: new WebMOutputFormat(), target });
      const source = new CanvasSource(canvas, { codec: 'vp8', quality: QUALITY_HIGH });
      output.addVideoTrack(source);
      await output.start();
      for (let frame = 0; frame < 3; frame++) {
        context.drawImage(bitmap, 6 * frame, 0, 640, 426);
        await source.add(frame / 10, 1 / 10);
      }
      await output.finalize();
      return [...new Uint8Array(target.buffer!)];
    },
    { content: [...webp], url: './mediabunny.mjs' },
  );
  return Buffer.from(bytes);
}
