import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures/test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForRuns, sampleHash, samplePath } from './fixtures/run-page.ts';

const listLabels = (outcome: Awaited<ReturnType<typeof waitForRuns>>, input = 0) =>
  outcome.result.inputs[input]?.result.map(({ label }) => label) ?? [];

test.describe('object detection', () => {
  test('runs at once on the sample of a link, and filters the objects by a threshold @accessible', async ({ page }) => {
    await page.goto(sampleHash);
    const outcome = await waitForRuns(page);
    // The objects drawn in the image. The same model in its own library (@vladmandic/human 3.3.6) detects these four
    // above 0.45: clock .78, laptop .62, bottle .53, cup .49.
    expect(listLabels(outcome)).toEqual(expect.arrayContaining(['clock', 'laptop', 'bottle', 'cup']));
    const { preMs, inferenceMs, postMs } = outcome.result.inputs[0]!.timing;
    expect(Math.min(preMs, inferenceMs, postMs)).toBeGreaterThan(0);
    await expect(page.getByTestId('boxes').locator('[data-label=clock]')).toBeVisible();
    await expect(page.getByTestId('detections').getByText('clock')).toBeVisible();
    await expect(page.getByTestId('engine')).toContainText('TensorFlow.js');
    await checkAccessibilityInAllAppearances(page);

    const inferenceTime = await page.getByTestId('inferenceMs').textContent();
    await page.getByTestId('threshold').fill('0.7');
    await expect(page.getByTestId('detections').locator('li')).toHaveCount(1);
    await expect(page.getByTestId('boxes').locator('[data-label]')).toHaveCount(1);
    await expect(page.getByTestId('inferenceMs')).toHaveText(inferenceTime ?? '');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(lines[0]).toBe('file,label,score,x,y,width,height');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^desk\.webp,clock,0\.7\d/);
  });

  test('accepts several files at once, and reports non-image files', async ({ page }) => {
    await page.goto('#/run?task=object-detection');
    await page.getByTestId('input-file').setInputFiles([
      { name: 'one.webp', mimeType: 'image/webp', buffer: await readFile(samplePath) },
      { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('not an image') },
      { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
      { name: 'two.webp', mimeType: 'image/webp', buffer: await readFile(samplePath) },
    ]);
    const outcome = await waitForRuns(page);
    expect(outcome).toMatchObject({ state: 'failed', error: { code: 'file-unreadable' } });
    expect(outcome.result.inputs).toMatchObject([
      { file: 'one.webp', result: expect.arrayContaining([expect.objectContaining({ label: 'clock' })]) },
      { file: 'notes.png', error: { code: 'file-unreadable' } },
      { file: 'empty.jpg', error: { code: 'file-unreadable' } },
      { file: 'two.webp', result: expect.arrayContaining([expect.objectContaining({ label: 'clock' })]) },
    ]);
    await page.getByRole('button', { name: 'Show notes.png' }).click();
    await expect(page.getByRole('alert')).toContainText(
      'notes.png could not be read: it is not an image this browser can decode.',
    );
    await expect(page.getByTestId('marked-image')).not.toContainText('px');
    await page.getByRole('button', { name: 'Show empty.jpg' }).click();
    await expect(page.getByRole('alert')).toContainText('empty.jpg could not be read: it is empty (0 bytes)');

    await page.getByRole('link', { name: 'Segmentation', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Segmentation');
    await expect(page.getByRole('button', { name: 'Show two.webp' })).toBeVisible();
  });

  test('adds an image by drop or paste, and the images of a dropped folder without its other files', async ({
    page,
  }) => {
    await page.goto('#/run?task=object-detection');
    await expect(page.getByTestId('input-file')).toBeAttached();
    const bytes = [...(await readFile(samplePath))];
    for (const eventKind of ['drop', 'paste'] as const) {
      await page.evaluate(
        ([kind, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(content)], `${kind}.webp`, { type: 'image/webp' }));
          const event =
            kind === 'drop'
              ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
              : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true });
          document.querySelector('main')?.dispatchEvent(event);
        },
        [eventKind, bytes] as const,
      );
    }
    const folder = test.info().outputPath('holiday');
    await mkdir(join(folder, 'day 1'), { recursive: true });
    await copyFile(samplePath, join(folder, 'day 1', 'desk.webp'));
    await writeFile(join(folder, 'notes.txt'), 'not an image');
    // A page cannot create a folder, but the browser can simulate dropping one.
    const browser = await page.context().newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await browser.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
    }
    await expect(page.getByRole('button', { name: 'Show desk.webp' })).toBeVisible();
    const outcome = await waitForRuns(page);
    expect(outcome.result.inputs.map(({ file }) => file)).toEqual(['drop.webp', 'paste.webp', 'desk.webp']);
    for (const index of [0, 1, 2]) expect(listLabels(outcome, index)).toContain('clock');
  });

  test('rejects a link with an unknown model or a malformed setting', async ({ page }) => {
    await page.goto('#/run?task=object-detection&model=nothing');
    await expect(page.getByRole('alert')).toContainText('There is no model called nothing');
    await page.goto('#/run?task=object-detection&threads=many');
    await expect(page.getByRole('alert')).toContainText('threads is “many”');
  });
});

test('the Run page is accessible before a model is opened, and with a drawing area @accessible', async ({ page }) => {
  await page.goto('#/run?task=digits');
  await expect(page.getByTestId('engine').getByRole('listitem').first()).toBeVisible();
  await checkAccessibilityInAllAppearances(page);
  await page.goto('#/run?task=segmentation');
  await expect(page.getByText('Choose a model first')).toBeVisible();
  await checkAccessibilityInAllAppearances(page);
});
