import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../dist.ts';
import { withApp, withBrowser } from './app-page.ts';
import type { Figure } from './figure.ts';

const maxKb = 45;

/** JavaScript and CSS that is fetched until the first page stands. */
export const figure: Figure = {
  title: 'JavaScript and CSS until the first page stands, brotli',
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
