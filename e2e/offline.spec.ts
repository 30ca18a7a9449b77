import { createSampleReport } from '#core/report/report.fixture.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { expect, test, type Page } from './fixtures/test.ts';
import { createTinyConvNet } from '../src/formats/tiny/models.fixture.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { startServer } from '../companion/gateway/server.ts';
import { dist } from '../scripts/dist.ts';
import { startStaticHost } from './fixtures/static-host.ts';
import { copyBuild } from './fixtures/next-build.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';

test.use({ serviceWorkers: 'allow' });

async function visitUntilReady(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await waitUntilReady(page);
}

/** Waits until every engine is cached, up to the timeout of the test. */
async function waitUntilReady(page: Page): Promise<void> {
  await page.getByText('Ready offline').waitFor();
}

const getOfflinePanel = (page: Page) => page.getByRole('region', { name: 'What works offline' });

const ggufFile = {
  name: 'tiny.gguf',
  mimeType: '',
  buffer: Buffer.from(createCountingLlama().files.get('tiny.gguf') as Uint8Array),
};

test('after one visit, pages and the saved engines work without a server', async ({ page }) => {
  const server = await startServer(dist, 0);
  const { url } = server;
  await visitUntilReady(page, url);
  await server.close();

  await page.goto('about:blank'); // leaves the app, so that the next page is loaded without the server
  for (const hash of ['#/device', '#/results', '#/run?task=digits']) {
    await page.goto(`${url}${hash}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  await page.goto(`${url}${await encodeReportLink(createSampleReport())}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Vision (MobileNetV2)');
  await expect(page.getByTestId('verdict')).toBeVisible();
  await page.goto(`${url}#/run?task=object-detection&sample=1`);
  await page.waitForFunction(() => globalThis.assay?.state === 'done');
  await page.goto(`${url}#/chat`);
  await page.getByTestId('model-file').setInputFiles(ggufFile);
  await expect(page.getByTestId('engine')).toContainText('wllama');
});

test('an engine that is not saved is named, and saved on request @long @accessible', async ({ page }) => {
  let server = await startServer(dist, 0);
  const { url } = server;
  await visitUntilReady(page, url);
  await page.goto(`${url}#/chat`);
  await page.getByTestId('model-file').setInputFiles(ggufFile);
  await expect(page.getByTestId('engine')).toContainText('wllama');
  await server.close();

  for (const hash of ['#/models', '#/bench', '#/no-such-page']) {
    await page.goto(`${url}${hash}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  await page.goto('about:blank'); // so tiny.gguf is no longer file 1
  await page.goto(`${url}#/run?task=image-classification&file=1&engine=litert`);
  await page.waitForFunction(() => globalThis.assay?.state === 'ready');
  const openTflite = () =>
    page.evaluate(
      (content) => globalThis.assay!.openModel([new File([Uint8Array.from(content)], 'tiny.tflite')]),
      [...createTinyConvNet().bytes],
    );
  await openTflite();
  await expect(page.getByRole('alert')).toContainText('LiteRT is not saved for offline use');

  await page.getByRole('button', { name: 'What works offline' }).click();
  const panel = getOfflinePanel(page);
  const getBundle = (name: string) => panel.getByRole('listitem').filter({ hasText: name });
  await expect(getBundle('wllama')).toContainText('Saved');
  const save = panel.getByRole('button', { name: /^Save LiteRT for offline use \(.+ MB\)$/ });
  await save.press('Enter');
  await expect(panel.getByRole('alert')).toHaveText('Not saved: the connection failed. Check it and try again.');
  await checkAccessibilityInAllAppearances(page);

  server = await startServer(dist, Number(new URL(url).port));
  await save.press('Enter');
  await expect(getBundle('LiteRT')).toContainText('Saved');
  await server.close();
  await openTflite();
  await expect(page.getByTestId('engine')).toContainText('LiteRT');
});

test('on a host without headers, under a sub-path, the page isolates itself by reloading once @long', async ({
  page,
}) => {
  const host = await startStaticHost(dist, '/some/folder/');
  const loads: string[] = [];
  page.on('domcontentloaded', () => loads.push(page.url()));
  await page.goto(host.url);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(loads).toHaveLength(2);

  await host.close();
  await page.goto('about:blank');
  await page.goto(`${host.url}#/no-such-page`); // uses only files cached by the service worker
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a new version is offered, and each tab loads it only on request @long', async ({ page, context }) => {
  const build = await copyBuild(dist);
  const server = await startServer(build.folder, 0);
  try {
    await page.goto(server.url);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await build.release('next');
    // As on a return visit, when the browser checks for a new service worker.
    await page.reload();
    const otherTab = await context.newPage();
    await otherTab.goto(server.url);
    const tabs = [page, otherTab];
    for (const tab of tabs) await expect(tab.getByText('A newer version of Assay is ready.')).toBeVisible();

    const loads: Page[] = [];
    for (const tab of tabs) tab.on('domcontentloaded', () => loads.push(tab));
    const readBuild = (tab: Page) => tab.evaluate(() => document.documentElement.dataset['build']);
    for (const tab of tabs) {
      await tab.getByRole('link', { name: 'Device', exact: true }).click();
      await expect(tab).toHaveURL(/#\/device/);
    }
    expect(loads).toEqual([]);
    expect(await Promise.all(tabs.map(readBuild))).toEqual([undefined, undefined]);

    await page.getByRole('button', { name: 'Update now' }).click();
    await expect.poll(() => readBuild(page).catch(() => undefined)).toBe('next');
    await expect(page.getByText('A newer version of Assay is ready.')).toHaveCount(0);
    await expect(page).toHaveURL(/#\/device/);
    await expect.poll(() => loads).toEqual([page]); // the event fires after the page has loaded

    // The other tab stays on the old page until its own button is pressed; the new version is already active by then.
    expect(await readBuild(otherTab)).toBeUndefined();
    await otherTab.getByRole('button', { name: 'Update now' }).click();
    await expect.poll(() => readBuild(otherTab).catch(() => undefined)).toBe('next');
    await expect.poll(() => loads).toEqual([page, otherTab]);
  } finally {
    await server.close();
    await build.remove();
  }
});
