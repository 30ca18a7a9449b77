import { createTinyConvNet } from '#formats/tiny/models.fixture.ts';
import { expect, test, type Page } from './fixtures/test.ts';

const expectNoOverflow = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), page.url()).toBeLessThanOrEqual(
    0,
  );

test('long, right-to-left and bidi-control names neither widen a page nor reorder an error', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const hash of [`#/${'x'.repeat(400)}`, '#/run?threads=1e308', `#/bench?workload=${'ا'.repeat(200)}`]) {
    await page.goto('about:blank');
    await page.goto(hash);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoOverflow(page);
  }
  await page.goto('#/models');
  const chooseFile = (name: string, buffer: Buffer) =>
    page.getByTestId('model-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  const alert = page.getByRole('alert');
  await chooseFile(`${'ا'.repeat(200)}.gguf`, Buffer.from('GGUF'));
  await expect(alert).toContainText('.gguf\u2069 is plain text, not a model');
  await expectNoOverflow(page);
  await chooseFile('evil\u202exnno.xyz', Buffer.from('neither'));
  await expect(alert).toContainText('evil\ufffdxnno.xyz');
  await chooseFile('ملف.xyz', Buffer.from('neither'));
  await expect(alert).toContainText('\u2068ملف.xyz\u2069');
  await chooseFile(`${'x'.repeat(240)}.tflite`, Buffer.from(createTinyConvNet().bytes));
  await page.waitForFunction(() => globalThis.assay?.state === 'done');
  await expectNoOverflow(page);
});
