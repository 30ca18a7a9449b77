import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../../dist.ts';
import { withApp, withBrowser } from '../harness/built-app.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const maxKb = 45;

/** Size of the JavaScript and CSS fetched before the start page is shown. */
export const benchmark: PerfBenchmark = {
  title: 'JavaScript and CSS until the start page is shown, brotli',
  target: `<= ${maxKb} kB`,
  async measure(bench) {
    return withApp(bench, async (url) => {
      return withBrowser(bench, async (browser) => {
        const page = await browser.newPage({ serviceWorkers: 'block' });
        const paths = new Set<string>();
        page.on('request', (request) => paths.add(new URL(request.url()).pathname));
        await page.goto(url);
        await page.getByRole('heading', { level: 1 }).waitFor();
        const files = [...paths].filter((path) => /\.(?:js|mjs|css)$/.test(path)).map((path) => join(dist, path));
        const sizes = files.map((file) => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size);
        const value = sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000;
        const details = Object.fromEntries(files.map((file, index) => [file.slice(dist.length + 1), sizes[index]]));
        return { value, unit: 'kB', isReached: value <= maxKb, details };
      });
    });
  },
};
