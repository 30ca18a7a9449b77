import { readFile } from 'node:fs/promises';
import {
  createSampleCell,
  createSampleReport,
  createSampleTaskReport,
  createSampleTextReport,
  sampleFailedGates,
} from '#core/report/report.fixture.ts';
import { methodVersion } from '#bench/method.ts';
import references from '#bench/workloads/references.json' with { type: 'json' };
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { expect, test, type Page } from './fixtures/test.ts';
import { buildFreeDimensionModel } from './fixtures/free-dimension-model.ts';
import { checkAccessibility, checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';

const userFile = {
  kind: 'files',
  id: 'mobilenet-v2-finetuned.onnx',
  sizeBytes: 14_012_345,
  sha256: 'ab'.repeat(32),
} as const;
const readClipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

const viewports = [
  [1280, 800],
  [390, 844],
] as const;

/** Reads the link on the page, because the compression of the browser differs from that of Node. */
const readResultLink = async (page: Page) => (await page.getByTestId('result-link').getAttribute('href')) ?? '';

/** Sets the public address for shared links, instead of this test's loopback address. */
async function setPublicAddress(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('assay.public-address', 'https://assay.example/'));
}

test('the link of an evaluation whose gates failed begins with the failed gates @accessible', async ({ page }) => {
  await page.goto(await encodeReportLink(createSampleTaskReport({ subject: userFile, gates: sampleFailedGates })));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Gates failed: /);
  const verdict = page.getByTestId('verdict');
  await expect(verdict).toHaveText(/^\s*Failed: “Quality \(top-1\)” is 75% \(required: at least 90%\)\./);
  await expect(verdict.getByText('valid', { exact: true })).toHaveCount(0);
  await checkAccessibilityInAllAppearances(page);
  await page.goto(await encodeReportLink(createSampleTaskReport({ gates: { verdict: 'undecided', failed: [] } })));
  await expect(page.getByTestId('gate-verdict')).toHaveText(/^Undecided: no required gate fails/);
});

test('the share button of a result and the facts of the measurement are above the fold @accessible', async ({
  page,
}) => {
  for (const report of [
    createSampleReport({ subject: userFile }),
    createSampleTextReport(),
    createSampleTaskReport({ subject: userFile }),
  ]) {
    await page.goto(await encodeReportLink(report));
    for (const [width, height] of viewports) {
      await page.setViewportSize({ width, height });
      await expect(page.getByTestId('share')).toBeVisible();
      for (const button of await page.locator('[data-testid=share], [data-testid=repeat]').all()) {
        const box = await button.boundingBox();
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      }
      const figure = await page.locator('.figure').first().boundingBox();
      const share = await page.getByTestId('share').boundingBox();
      expect(figure?.y).toBeLessThan(share?.y ?? 0); // the figure is above the share button
      expect((await page.getByTestId('repeat').boundingBox())?.y).toBe(share?.y);
    }
    const { id, sha256 } = report.subject;
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toContainText(id);
    await expect(heading).toContainText('on Chromium 156, Linux, 2 logical cores');
    const verdict = page.getByTestId('verdict');
    for (const fact of [sha256, 'WebAssembly', 'valid']) await expect(verdict).toContainText(fact);
    await checkAccessibilityInAllAppearances(page);
  }
  // The last result is of an evaluation, which a reader repeats on their own data.
  await expect(page.getByTestId('repeat')).toHaveText('Evaluate on my own data');
  await page.getByTestId('repeat').click();
  await expect(page).toHaveURL(/#\/evaluate\?task=image-classification&file=1/);
  await expect(page.getByTestId('choose-model')).toBeVisible();
  await page.goto('#/bench');
  for (const [width, height] of viewports) {
    await page.setViewportSize({ width, height });
    await expect(page.getByTestId('run')).toBeInViewport({ ratio: 1 });
  }
});

test('a comparison and a device check show machine, share and repeat above the fold @accessible', async ({ page }) => {
  const [, first] = (await encodeReportLink(createSampleReport())).split('#/r/');
  const [, second] = (
    await encodeReportLink(createSampleReport({ cells: [createSampleCell('batch-1', 26, 220)] }))
  ).split('#/r/');
  const device = '#/device?browser=Chromium%20156&os=Linux&gpu=none&cores=2';
  const machine = 'Chromium 156, Linux, 2 logical cores';
  for (const hash of [`#/compare/${first}/${second}`, device]) {
    await page.goto(hash);
    for (const [width, height] of viewports) {
      await page.setViewportSize({ width, height });
      await expect(page.getByText(machine).first()).toBeInViewport();
      for (const action of ['share', 'repeat']) {
        await expect(page.getByTestId(action).first()).toBeInViewport({ ratio: 1 });
      }
    }
    await checkAccessibilityInAllAppearances(page);
  }
});

test('a received result is measured here after one click, and both are shown with one link @long', async ({ page }) => {
  test.slow();
  const { target } = createSampleReport();
  const requested = { ...target.requested, threads: 1 };
  const conv = createSampleReport({
    method: methodVersion,
    effort: 'quick',
    target: { ...target, requested },
    subject: { ...createSampleReport().subject, sha256: references.workloads.conv.sha256 },
  });
  await page.goto(await encodeReportLink(conv));
  await page.getByTestId('repeat').click();
  const comparison = page.getByTestId('comparison');
  await expect(comparison).toContainText('Their device', { timeout: 60_000 });
  await expect(comparison).toContainText('This device');
  await expect(comparison).toContainText('95% confidence interval');
  await expect(page).toHaveURL(/#\/compare\//);
  await page.goBack();
  await expect(page.getByTestId('verdict')).toContainText('Vision (MobileNetV2)');
});

test('a link to a result names its file, and a different file is not measured @long', async ({ page }) => {
  await page.goto(await encodeReportLink(createSampleReport({ subject: userFile })));
  await page.getByTestId('repeat').click();
  const received = page.getByTestId('received');
  for (const fact of [userFile.id, '14 MB', userFile.sha256, 'measured by method 1.0.0'])
    await expect(received).toContainText(fact);
  await checkAccessibility(page);
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'free.onnx', mimeType: 'application/octet-stream', buffer: buildFreeDimensionModel() });
  await page.getByLabel('length').fill('16');
  await page.getByTestId('run').click();
  await expect(page.getByRole('alert')).toContainText('free.onnx is a different model');
  await page.getByRole('button', { name: 'Measure without comparing' }).click();
  await expect(received).toHaveCount(0);
  await expect(page.getByTestId('run')).toBeEnabled();
});

test('a page on a loopback address asks once for its address to copy a link for others @accessible', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(await encodeReportLink(createSampleReport()));
  const hash = await readResultLink(page);
  await page.getByTestId('share').click();
  await expect(page.getByText('Link copied. It works only on this computer')).toBeVisible();
  expect(await readClipboard(page)).toBe(new URL(hash, page.url()).href);
  await page.getByRole('button', { name: 'Copy link without the address' }).click();
  expect(await readClipboard(page)).toBe(hash);
  await page.getByTestId('public-address').fill('http://127.0.0.1:8080/');
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('Enter an http or https address that other devices can open')).toBeVisible();
  await checkAccessibilityInAllAppearances(page);
  await page.getByTestId('public-address').fill('assay.example/app/');
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(await readClipboard(page)).toBe(`https://assay.example/app/${hash}`);
  await expect(page.getByTestId('result-link')).toHaveText(`https://assay.example/app/${hash}`);

  await page.reload();
  await page.getByTestId('share').click();
  await expect(page.getByText('Link copied')).toBeVisible();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByTestId('share').click();
  await expect(page.getByTestId('public-address')).toBeVisible();
});

test('the system share sheet gets the link, and an image of the result can be saved', async ({ page }) => {
  await setPublicAddress(page);
  await page.addInitScript(() => {
    navigator.share = async (data) => {
      document.documentElement.dataset['shared'] = data?.url ?? '';
    };
  });
  await page.goto(await encodeReportLink(createSampleReport()));
  const hash = await readResultLink(page);
  await page.getByTestId('share').click();
  await expect(page.locator('html')).toHaveAttribute('data-shared', `https://assay.example/${hash}`);
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible();

  await page.getByTestId('picture').click();
  const dialog = page.getByTestId('picture-dialog');
  await expect(
    dialog.getByRole('img', { name: /^Vision \(MobileNetV2\): 51\.6 ms on Chromium 156, .* Result: valid\./ }),
  ).toBeVisible();
  await expect(dialog.getByRole('img', { name: /^QR code of the link/ })).toBeVisible();
  await checkAccessibility(page);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save image' }).click();
  const saved = await readFile(await (await download).path());
  expect([saved.toString('latin1', 1, 4), saved.readUInt32BE(16), saved.readUInt32BE(20)]).toEqual(['PNG', 1600, 900]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('picture')).toBeFocused();
});

test('leaving a page or closing the tab during a measurement asks for confirmation', async ({ page }) => {
  test.slow();
  await page.goto('#/bench?workload=conv&threads=1&effort=standard');
  await page.getByTestId('run').click();
  await expect(page.getByTestId('progress')).toBeVisible();
  const dialogs: string[] = [];
  let answer: 'accept' | 'dismiss' = 'dismiss';
  page.on('dialog', (dialog) => {
    dialogs.push(`${dialog.type()}: ${dialog.message()}`);
    void dialog[answer]();
  });
  const models = page.getByRole('navigation').getByRole('link', { name: 'Models' });
  await models.click();
  await expect.poll(() => dialogs).toEqual(['confirm: A benchmark is running. Leave this page and stop it?']);
  await expect(page.getByTestId('progress')).toBeVisible();
  await expect(page).toHaveURL(/#\/bench\?workload=conv/);
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => dialogs.at(1)).toMatch(/^beforeunload/);
  answer = 'accept';
  await models.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Results' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Results' })).toBeVisible();
  expect(dialogs).toHaveLength(3);
});
