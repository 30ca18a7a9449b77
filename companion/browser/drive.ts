import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import type { AutomationStatus } from '#state/shell/automation-status.ts';
import { startServer } from '../gateway/server.ts';
import { AppPage } from './app-page.ts';
import { ensureBrowser, launchBrowser } from './browser.ts';
import { RequestLog } from './request-log.ts';

/** The options that all runs in a browser share. */
export interface DriveContext {
  /** Receives progress line by line. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /**
   * Builds the app if needed.
   * @returns the absolute path of its folder
   */
  readonly buildApp: (log: (line: string) => void, signal: AbortSignal) => Promise<string>;
  /** The URL of the model hub; the public hub by default. */
  readonly hub?: string | undefined;
  readonly flags?: readonly string[];
  /** The file that stores the device profile for later commands; by default it is not stored. */
  readonly deviceProfile?: string;
}

interface DriveOptions extends DriveContext {
  /** The link to open: `#/bench?...`. */
  readonly link: string;
  /** Called once the page has started, for example to open files on it. */
  readonly onReady?: (page: AppPage) => Promise<void>;
}

/**
 * Opens a link of the app in a real browser and waits for its outcome. Closes the server and the browser at the end, even
 * if `signal` aborts the run.
 */
export async function drive({
  link,
  hub,
  flags,
  deviceProfile,
  onReady,
  buildApp,
  log,
  signal,
}: DriveOptions): Promise<AutomationStatus> {
  const [executable, folder] = await Promise.all([ensureBrowser(log), buildApp(log, signal)]);
  signal.throwIfAborted();
  const server = await startServer(folder, 0);
  try {
    const browser = await launchBrowser(executable, flags).catch((error: unknown) =>
      throwLaunchError(executable, error),
    );
    try {
      // A service worker would fetch the app's other engines during the measurement.
      const page = await browser.newPage({ serviceWorkers: 'block' });
      if (hub !== undefined) await page.addInitScript((address) => localStorage.setItem('assay.hub', address), hub);
      const savedProfile = deviceProfile === undefined ? null : await readFile(deviceProfile, 'utf8').catch(() => null);
      if (savedProfile !== null) await page.addInitScript(writeProfile, savedProfile);
      const requestLog = new RequestLog(page, server.url);
      const app = new AppPage(page, log);
      const outcome = openAndWait(app, server.url + link, requestLog, onReady);
      const status = await Promise.race([rejectOnAbort(signal), rejectOnCrash(page), outcome]);
      if (deviceProfile !== undefined) await saveProfile(page, deviceProfile, savedProfile);
      return status;
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

/** Access to the profile that `cached-device-profile.svelte.ts` stores. That module also checks its age. */
const writeProfile = (profile: string) => localStorage.setItem('assay.profile', profile);
const readProfile = () => localStorage.getItem('assay.profile');

async function saveProfile(page: Page, file: string, previous: string | null): Promise<void> {
  const profile = await page.evaluate(readProfile);
  if (profile === null || profile === previous) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, profile);
}

function throwLaunchError(executable: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Error(`The browser "${executable}" did not start; set CHROME_PATH to use another browser: ${reason}`, {
    cause: error,
  });
}

async function openAndWait(
  page: AppPage,
  url: string,
  requestLog: RequestLog,
  onReady: DriveOptions['onReady'],
): Promise<AutomationStatus> {
  await page.visit(url);
  await page.shareRequests(requestLog);
  // A page that has rejected its link offers no actions.
  if ((await page.readStatus()).state !== 'failed') await Promise.race([onReady?.(page), page.waitForFailure()]);
  return page.waitForOutcome();
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

function rejectOnCrash(page: Page): Promise<never> {
  return new Promise((_, reject) => {
    page.once('crash', () => reject(new Error('The page crashed (its renderer process ended).')));
  });
}
