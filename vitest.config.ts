import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserFlags, findBrowser, webgpuFlag } from './companion/browser/browser.ts';
import { serveBundledWorkers } from './scripts/test-workers.ts';
import app from './vite.config.ts';

const testData = process.env['ASSAY_TEST_DATA'] && resolve(process.env['ASSAY_TEST_DATA']);

/** `npm run test:long` runs only the tests that take too long for every change. */
const isLong = process.env['ASSAY_LONG'] !== undefined;
const length = isLong ? '.long' : '';
const excluded = isLong ? [] : ['**/*.long.*'];

// Timeouts only end tests that hang: shared machines may be many times slower.
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

const node = {
  ...timeouts,
  maxWorkers: '100%', // the default leaves one of two cores idle
  globalSetup: ['scripts/temporary-folder.ts'],
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'node',
          isolate: false, // loading the modules anew for each file takes a third of the time
          include: [`{src,companion,scripts,models}/**/*${length}.test.ts`],
          exclude: [...excluded, '**/*.browser.test.ts', 'src/state/**', 'node_modules'],
        },
      },
      {
        plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
        test: {
          ...node,
          name: 'node-state', // rune classes, with fake workers
          // One process for many files; each file gets new modules, since the rune classes are singletons.
          isolate: false,
          setupFiles: ['scripts/reset-modules.ts', 'src/state/fakes/page-globals.ts'],
          include: [`src/state/**/*${length}.test.ts`],
          exclude: [...excluded, '**/*.browser.test.ts'],
        },
      },
      {
        extends: './vite.config.ts',
        plugins: [serveBundledWorkers(app.worker!)],
        // Pre-bundled before the first test: a dependency discovered later would reload the page during a test.
        optimizeDeps: {
          entries: ['workers/**/*.ts', 'src/{runtimes,bridge,storage}/**/*.ts'],
        },
        server: {
          headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
          fs: { allow: ['.', ...(testData ? [testData] : [])] },
        },
        test: {
          ...timeouts,
          name: 'browser',
          maxWorkers: 3, // each is idle for some of its time
          provide: { testData },
          globalSetup: [
            './scripts/temporary-folder.ts',
            './e2e/fixtures/hub-setup.ts',
            './e2e/fixtures/companion-setup.ts',
          ],
          include: [`{src,workers}/**/*${length}.browser.test.ts`],
          exclude: excluded,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            // Created only when a browser is needed: finding one takes half a second, and tests in Node need none.
            provider: {
              ...playwright(),
              prewarm: (context) => chromium().prewarm?.(context),
              providerFactory: (project) => chromium().providerFactory(project),
            },
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});

function chromium() {
  const executablePath = process.env['ASSAY_BROWSER'] ?? findBrowser();
  return playwright({
    launchOptions: { ...(executablePath && { executablePath }), args: [...browserFlags, webgpuFlag] },
  });
}
