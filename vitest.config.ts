import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserFlags, findBrowser, webgpuFlag } from './companion/browser/browser.ts';
import { serveBundledWorkers } from './scripts/serve-bundled-workers.ts';
import app from './vite.config.ts';

const testData = process.env['ASSAY_TEST_DATA'] && resolve(process.env['ASSAY_TEST_DATA']);

/** Whether to run only the tests that take too long for `npm test`, as `npm run test:long` does. */
const isLong = process.env['ASSAY_LONG'] !== undefined;
const fileSuffix = isLong ? '.long' : '';
const excluded = isLong ? [] : ['**/*.long.*'];

// Timeouts only end tests that hang: shared machines may be many times slower.
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

const node = {
  ...timeouts,
  maxWorkers: '100%', // the default would leave one of two cores idle
  globalSetup: ['scripts/temporary-folder.ts'],
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'node',
          isolate: false, // reloading the modules for each file would take a third of the time
          include: [`{src,companion,scripts,models}/**/*${fileSuffix}.test.ts`],
          exclude: [...excluded, '**/*.browser.test.ts', '**/*.mocked.*', 'src/state/**', 'node_modules'],
        },
      },
      {
        test: {
          ...node,
          name: 'node-mocked', // `vi.mock` replaces modules, so these files share none
          include: [`{src,companion,scripts}/**/*.mocked${fileSuffix}.test.ts`],
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
          include: [`src/state/**/*${fileSuffix}.test.ts`],
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
          maxWorkers: 3, // more than the cores, since each waits some of its time
          provide: { testData },
          globalSetup: [
            './scripts/temporary-folder.ts',
            './e2e/fixtures/hub-setup.ts',
            './e2e/fixtures/companion-setup.ts',
          ],
          include: [`{src,workers}/**/*${fileSuffix}.browser.test.ts`],
          exclude: excluded,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            // Created only for browser tests, since finding a browser takes half a second.
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
