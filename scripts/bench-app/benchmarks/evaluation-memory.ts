import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { encodePng } from '../../../companion/cli/files/png.ts';
import type { BenchHarness } from '../harness/bench.ts';
import { withApp } from '../harness/built-app.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { readProcessMemory } from '../harness/renderer-memory.ts';

const items = { first: 1_000, last: 10_000 } as const;
/** Exceeds the number of measured items, so the run has not ended at the pause. */
const images = 10_500;
const maxGrowth = 0.05;

/**
 * Measures the private memory of the page and its workers after 10,000 items of an evaluation, relative to that after
 * 1,000, after garbage collection. The folder is opened by handle, as by the page's button in Chromium, which retains
 * about 1 kB for each handle that was sent to a worker and read there. For files of an input element, the browser also
 * retains memory for each file read: `files` is the memory of the app, and `bare` that of a page that only reads the
 * same files once.
 */
export const benchmark: PerfBenchmark = {
  title: `Evaluation of ${items.last} images: private memory, relative to that after ${items.first}`,
  target: `<= ${1 + maxGrowth}x`,
  measure: (bench) =>
    withApp(bench, async (url) => {
      const folder = writeImages(join(bench.scratch, 'images'));
      const choose = (page: Page) => page.getByTestId('data-folder').setInputFiles(folder);
      const handles = await runInBrowser(bench, (browser) => measureRunMemory(browser, url, openHandles));
      const files = await runInBrowser(bench, (browser) => measureRunMemory(browser, url, choose));
      const readingOnly = await runInBrowser(bench, (browser) => measureReadingMemory(browser, bench, folder));
      const value = handles.last / handles.first;
      return { value, unit: 'x', isReached: value <= 1 + maxGrowth, details: { handles, files, bare: readingOnly } };
    }),
};

async function runInBrowser(bench: BenchHarness, measure: (browser: Browser) => Promise<RunMemory>) {
  const browser = await bench.launch(['--js-flags=--expose-gc']);
  try {
    const { first, last } = await measure(browser);
    return { first, last, growthPerItem: (last - first) / (items.last - items.first) };
  } finally {
    await browser.close();
  }
}

/** Writes images of bars at different positions to two folders. */
function writeImages(folder: string): string {
  for (const name of ['0', '1']) mkdirSync(join(folder, name), { recursive: true });
  for (let index = 0; index < images; index++)
    writeFileSync(join(folder, String(index % 2), `${index}.png`), encodeImage(index));
  return folder;
}

function encodeImage(index: number): Buffer {
  const left = index % 20;
  return encodePng(28, 28, (x, y) => (x >= left && x < left + 3 && y > 3 && y < 24 ? 255 : (index * 7 + x) % 40));
}

/** Memory in bytes after the first and after the last items. */
interface RunMemory {
  readonly first: number;
  readonly last: number;
}

async function measureRunMemory(
  browser: Browser,
  url: string,
  open: (page: Page) => Promise<unknown>,
): Promise<RunMemory> {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  // On one thread, because the engine's other threads are workers without an event loop, whose garbage cannot be
  // collected.
  await page.goto(`${url}#/evaluate?task=digits&threads=1`);
  await open(page);
  await page.locator('[data-testid=evaluate]:enabled').click({ timeout: 300_000 });
  const first = await measureMemoryAt(browser, page, items.first);
  return { first, last: await measureMemoryAt(browser, page, items.last) };
}

/** Pauses the run after a number of items. */
async function measureMemoryAt(browser: Browser, page: Page, count: number): Promise<number> {
  await page.evaluate(pauseAt, count / images);
  await page.getByRole('button', { name: 'Continue' }).waitFor();
  const bytes = await measureCollectedMemory(browser, page);
  await page.getByRole('button', { name: 'Continue' }).click();
  return bytes;
}

/**
 * Pauses in the page, because polls from outside take longer than a block of items and could miss the end of the run.
 */
async function pauseAt(fraction: number): Promise<void> {
  while ((globalThis.assay?.progress?.fraction ?? 0) < fraction) {
    const { state, error } = globalThis.assay!;
    if (state === 'failed' || state === 'done') throw new Error(`the run ended: ${error?.message ?? state}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const buttons = [...document.querySelectorAll('button')];
  buttons.find(({ textContent }) => textContent.trim() === 'Pause')!.click();
}

/** Measures memory after garbage collection in the page and its workers. */
async function measureCollectedMemory(browser: Browser, page: Page): Promise<number> {
  const collect = () => (globalThis as unknown as { gc(): void }).gc();
  for (let round = 0; round < 3; round++) {
    await page.evaluate(collect);
    for (const worker of page.workers()) await worker.evaluate(collect);
    await page.waitForTimeout(500); // a file is released in the background
  }
  const pageSession = await page.context().newCDPSession(page);
  await pageSession.send('Memory.simulatePressureNotification', { level: 'critical' }); // the allocator frees empty pages
  await page.waitForTimeout(1_500);
  await pageSession.detach();
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => readProcessMemory(id));
  return Math.max(...renderers.map(({ residentBytes, mappedBytes }) => residentBytes - mappedBytes));
}

/** Stores the images in the origin private file system, instead of a picked folder. */
async function openHandles(page: Page): Promise<void> {
  const patterns = Array.from({ length: 20 }, (_, index) => encodeImage(index).toString('base64'));
  await page.evaluate(storeImages, { images: patterns, count: images });
  await page.getByTestId('data-folder').evaluate((input: HTMLInputElement) => input.click());
}

/**
 * Stores images in the page by a worker, which writes 10,000 files in half a minute. The page would commit each file,
 * which is much slower.
 */
async function storeImages({ images, count }: { readonly images: readonly string[]; readonly count: number }) {
  const script = `onmessage = async ({ data: { images, count } }) => {
    const set = await (await navigator.storage.getDirectory()).getDirectoryHandle('images', { create: true });
    const folders = [];
    for (const name of ['0', '1']) folders.push(await set.getDirectoryHandle(name, { create: true }));
    for (let index = 0; index < count; index++) {
      const file = await folders[index % 2].getFileHandle(index + '.png', { create: true });
      const access = await file.createSyncAccessHandle();
      access.write(Uint8Array.from(atob(images[index % images.length]), (char) => char.charCodeAt(0)));
      access.close();
    }
    postMessage('stored');
  };`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  await new Promise((resolve, reject) => {
    worker.addEventListener('message', resolve);
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.postMessage({ images, count });
  });
  worker.terminate();
  const root = await navigator.storage.getDirectory();
  Object.assign(globalThis, { showDirectoryPicker: () => root.getDirectoryHandle('images') });
}

/** Measures a page that only reads the files of an input element in a worker, with the concurrency of the app. */
async function measureReadingMemory(browser: Browser, bench: BenchHarness, folder: string): Promise<RunMemory> {
  const page = await bench.openLab(browser);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'));
  await page.locator('input').setInputFiles(names.map((name) => join(folder, name)));
  const read = async (from: number, to: number) => {
    await page.evaluate(readFiles, { from, to });
    return measureCollectedMemory(browser, page);
  };
  return { first: await read(0, items.first), last: await read(items.first, items.last) };
}

async function readFiles({ from, to }: { readonly from: number; readonly to: number }): Promise<void> {
  const scope = globalThis as unknown as { reader?: ReturnType<typeof globalThis.lab.startBaseline>; files?: File[] };
  scope.reader ??= globalThis.lab.startBaseline();
  scope.files ??= globalThis.lab.listInputFiles();
  for (let start = from; start < to; start += 64) await scope.reader.readFiles(scope.files.slice(start, start + 64));
}
