import { defineConfig } from '@playwright/test';
import { browserFlags, findBrowser, webgpuFlag } from './companion/browser/browser.ts';

const executablePath = process.env['ASSAY_BROWSER'] ?? findBrowser();

/** `npm run test:long` runs only the tests that take too long for every change. */
const isLong = process.env['ASSAY_LONG'] !== undefined;

export default defineConfig({
  testDir: 'e2e',
  testIgnore: isLong ? [] : '**/*.long.spec.ts',
  // Tests tagged @accessible check in every appearance what `npm test` checks in one.
  ...(isLong ? { grep: /\.long\.spec\.ts|@long|@accessible/ } : { grepInvert: /@long/ }),
  globalSetup: ['./scripts/temporary-folder.ts', './e2e/serve-app.ts'],
  outputDir: 'test-results',
  workers: 3, // each is idle for much of its time
  // Distributes single tests: distributing whole files leaves a worker idle at the end.
  fullyParallel: true,
  // Timeouts only end tests that hang: shared machines may be many times slower.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    baseURL: process.env['ASSAY_URL'] ?? '', // set by serve-app.ts before any test file is loaded
    // Animations rendered in software use much of a core.
    contextOptions: { reducedMotion: 'reduce' },
    // Blocked except in the offline tests: it would fetch every engine during the test.
    serviceWorkers: 'block',
    // WebGPU is emulated in software, which is slow.
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [...browserFlags, ...(isLong ? [webgpuFlag] : [])],
    },
  },
});
