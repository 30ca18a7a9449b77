import { createSampleRun } from '#hallmark/hallmark.fixture.ts';
import { toHallmarkLink } from '#hallmark/file/hallmark-link.ts';
import { buildStatement, signHallmark } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { expect, test } from './fixtures/test.ts';
import { startServer } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';

test.use({ serviceWorkers: 'allow' });

/** The SHA-256 of `model`, computed by sha256sum. */
const sha256 = '9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4';

test('a hallmark is verified offline from its link in a fresh profile @accessible @long', async ({ page }) => {
  const run = createSampleRun({ files: [{ name: 'model.onnx', digest: { sha256 } }] });
  const link = await toHallmarkLink(await signHallmark(buildStatement(run), await generateKeyPair()));
  const server = await startServer(dist, 0);
  await page.goto(server.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await server.close();

  await page.goto('about:blank'); // leaves the app, so that the next page is loaded without the server
  await page.goto(`${server.url}${link}`);
  await expect(page.getByTestId('hallmark')).toContainText('Signature valid');
  await page.getByTestId('own-files').setInputFiles({ name: 'mine.onnx', mimeType: '', buffer: Buffer.from('model') });
  await expect(page.getByTestId('file-matches')).toHaveText('mine.onnx is the measured file model.onnx.');
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await checkAccessibilityInAllAppearances(page);

  await page.getByTestId('hallmark-input').fill(`${link.slice(0, 700)}x${link.slice(701)}`);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('a part of it was changed');
  await expect(page.getByTestId('hallmark')).toHaveCount(0);
});
