import type { Page } from 'playwright-core';
import type { Port } from '#state/shell/automation-status.ts';
import { buildIfStale, dist } from '../scripts/dist.ts';
import { ensureBrowser, launchBrowser } from './browser.ts';
import { startServer } from './server.ts';

export interface Drive {
  /** What a person would open: `#/bench?...`. */
  readonly hash: string;
  /** Address of the model hub; else the public one. */
  readonly hub?: string | undefined;
  readonly flags?: readonly string[];
  /** What a person would do next, such as choosing a file. */
  readonly act?: (page: Page) => Promise<void>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Between two looks at the page; chosen. */
const pollMs = 250;

/**
 * Opens a link of the app in a real browser and waits for its outcome. Server and browser are closed when it ends, also
 * where `signal` aborts it.
 */
export async function drive({ hash, hub, flags, act, say, signal }: Drive): Promise<Port> {
  const [executable] = await Promise.all([ensureBrowser(say), buildIfStale(say, signal)]);
  signal.throwIfAborted();
  const server = await startServer(dist, 0);
  try {
    const browser = await launchBrowser(executable, flags).catch((thrown: unknown) => refuse(executable, thrown));
    try {
      // No service worker: it would fetch the app's other engines while this one is measured.
      const page = await browser.newPage({ serviceWorkers: 'block' });
      if (hub !== undefined) await page.addInitScript((address) => localStorage.setItem('assay.hub', address), hub);
      return await Promise.race([
        aborted(signal),
        crashed(page),
        open(page, server.url + hash, act).then(() => outcome(page, say)),
      ]);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

function refuse(executable: string, thrown: unknown): never {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  throw new Error(`The browser "${executable}" did not start; CHROME_PATH names another: ${why}`, { cause: thrown });
}

async function open(page: Page, url: string, act: Drive['act']): Promise<void> {
  await page.goto(url);
  const started = await page.waitForFunction(() => {
    const state = globalThis.assay?.state ?? 'starting';
    return state === 'starting' ? null : state;
  });
  // A page that failed on its link has nothing to act on.
  if ((await started.jsonValue()) !== 'failed') await Promise.race([act?.(page), failed(page)]);
}

async function failed(page: Page): Promise<void> {
  const hasFailed = () => globalThis.assay?.state === 'failed';
  await page.waitForFunction(hasFailed, undefined, { timeout: 0 });
}

async function outcome(page: Page, say: (line: string) => void): Promise<Port> {
  let told = '';
  for (;;) {
    const port = await page.evaluate(() => globalThis.assay!);
    if (port.state === 'done' || port.state === 'failed') return port;
    const line = progressLine(port);
    if (line && line !== told) say((told = line));
    await page.waitForTimeout(pollMs);
  }
}

/** Progress in steps of 10 %, so that a log stays readable. */
function progressLine({ progress }: Port): string | undefined {
  if (!progress) return undefined;
  const { phase, fraction } = progress;
  return fraction === null ? phase : `${phase} ${Math.floor(fraction * 10) * 10} %`;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function crashed(page: Page): Promise<never> {
  return new Promise((_, reject) => {
    page.once('crash', () => reject(new Error("The page crashed: the browser's process for it ended.")));
  });
}
