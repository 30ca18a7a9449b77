import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserFlags, findBrowser, webgpuFlag } from './companion/browser/browser.ts';

const testData = process.env['ASSAY_TEST_DATA'] && resolve(process.env['ASSAY_TEST_DATA']);

/** `npm run test:long` runs what takes too long for every change, and nothing else. */
const isLong = process.env['ASSAY_LONG'] !== undefined;
const length = isLong ? '.long' : '';
const excluded = isLong ? [] : ['**/*.long.*'];

// A limit is there to end what hangs, not to time it: the machines are shared, and may be many times slower.
const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })], // for the rune classes of src/state
        test: {
          ...patience,
          name: 'node',
          maxWorkers: '100%', // by itself one of two cores is left idle
          include: [`{src,companion,scripts,models}/**/*${length}.test.ts`],
          exclude: [...excluded, '**/*.browser.test.ts', 'node_modules'],
        },
      },
      {
        extends: './vite.config.ts',
        // Found before the first test asks for them: a dependency found late reloads the page in the middle of a test.
        optimizeDeps: {
          entries: ['workers/*.ts', 'src/{runtimes,bridge,storage}/**/*.ts'],
        },
        server: {
          headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
          fs: { allow: ['.', ...(testData ? [testData] : [])] },
        },
        test: {
          ...patience,
          name: 'browser',
          maxWorkers: 2,
          provide: { testData },
          globalSetup: './e2e/fixtures/hub-setup.ts',
          include: [`{src,workers}/**/*${length}.browser.test.ts`],
          exclude: excluded,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            // Made when the browser is wanted: tests in Node need none, and looking for one takes half a second.
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
