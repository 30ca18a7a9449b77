import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { startServer } from '../../../companion/gateway/server.ts';
import { buildIfStale, dist } from '../../dist.ts';
import type { BenchHarness } from './bench.ts';

/** Serves the built app for the duration of `use`. */
export async function withApp<T>(bench: BenchHarness, use: (url: string) => Promise<T>): Promise<T> {
  await buildIfStale(bench.log, undefined, false);
  const server = await startServer(dist, 0);
  try {
    return await use(server.url);
  } finally {
    await server.close();
  }
}

/** Runs `use` with a new browser with empty caches. */
export async function withBrowser<T>(bench: BenchHarness, use: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await bench.launch();
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/**
 * Creates a context with a window, like a user's browser before a link is opened. After its first window, Chromium
 * spends 300 ms on its own pages (version 150, from a trace), which would otherwise be attributed to the app.
 */
export async function createWindowContext(browser: Browser, options?: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.waitForTimeout(windowMs);
  return context;
}

const windowMs = 1_500;

/**
 * Opens `url` and waits for `selector`.
 * @returns milliseconds from the start of the navigation to the first frame that shows it, by the clock of the page
 */
export async function timeToSelector(context: BrowserContext, url: string, selector: string): Promise<number> {
  const page = await context.newPage();
  await page.addInitScript((selector) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector(selector)) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame((now) => Object.assign(globalThis, { shownMs: now })));
    });
    observer.observe(document, { childList: true, subtree: true });
  }, selector);
  await page.goto(url);
  const shownHandle = await page.waitForFunction(() => (globalThis as unknown as { shownMs?: number }).shownMs ?? null);
  const shownMs = (await shownHandle.jsonValue()) ?? Number.NaN;
  await page.close();
  return shownMs;
}

/** Measures the longest task on the page's main thread during `use`, in milliseconds, by the browser's trace. */
export async function measureMaxTaskMs(page: Page, use: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser to trace');
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] });
  await use();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const events = trace.traceEvents;
  const startedFrames = events.find(({ name }) => name === 'TracingStartedInBrowser')?.args?.data?.frames;
  const processes = new Set(startedFrames?.map(({ processId }) => processId));
  const mainThreads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .filter(({ pid }) => processes.size === 0 || processes.has(pid))
      .map(({ pid, tid }) => `${pid}.${tid}`),
  );
  const tasks = events.filter(({ name, pid, tid }) => name.endsWith('RunTask') && mainThreads.has(`${pid}.${tid}`));
  if (tasks.length === 0) throw new Error("the trace has no task on the page's main thread");
  return Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** In microseconds. */
  readonly dur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly frames?: readonly { readonly processId: number }[] };
  };
}
