import { defineConfig } from '@playwright/test';
import { browserFlags, findBrowser, webgpuFlag } from './companion/browser/browser.ts';
import { measuredDevice } from './e2e/fixtures/measured-device.ts';

const executablePath = process.env['ASSAY_BROWSER'] ?? findBrowser();

/** `npm run test:long` runs what takes too long for every change, and nothing else. */
const isLong = process.env['ASSAY_LONG'] !== undefined;

export default defineConfig({
  testDir: 'e2e',
  testMatch: isLong ? '**/*.long.spec.ts' : '**/*.spec.ts',
  testIgnore: isLong ? [] : '**/*.long.spec.ts',
  globalSetup: './e2e/serve-app.ts',
  outputDir: 'test-results',
  workers: 3, // each waits for a good part of its time
  // Any test runs on the worker that is free: by files, one worker is idle at the end.
  fullyParallel: true,
  // Limits are there to end what hangs, not to time it: the machines are shared, and may be many times slower.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    baseURL: process.env['ASSAY_URL'] ?? '', // set by serve-app.ts before any test file is loaded
    storageState: measuredDevice, // written by serve-app.ts, too
    // Painted in software, an animation takes a good part of a core.
    contextOptions: { reducedMotion: 'reduce' },
    // Kept out, except in the tests of the app without a network: it fetches every engine beside the test.
    serviceWorkers: 'block',
    launchOptions: { ...(executablePath && { executablePath }), args: [...browserFlags, webgpuFlag] },
  },
});
