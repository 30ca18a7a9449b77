import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { dist } from '../../dist.ts';
import { withApp, withBrowser } from '../harness/built-app.ts';
import { languageTags } from '#words/language-tags.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const maxKb = 60;
/** The maximum size in English, which is the fallback of every language and thus loaded with the app. */
const maxEnglishKb = 45;

/** Measures the JavaScript and CSS fetched before the start page is shown, in the language with the largest size. */
export const benchmark: PerfBenchmark = {
  title: 'JavaScript and CSS until the start page is shown, brotli',
  target: `<= ${maxKb} kB in every language, <= ${maxEnglishKb} kB in English`,
  async measure(bench) {
    return withApp(bench, async (url) => {
      return withBrowser(bench, async (browser) => {
        const details: Record<string, number> = {};
        for (const tag of languageTags) details[tag] = await measureFirstLoadKb(browser, url, tag);
        const value = Math.max(...Object.values(details));
        return { value, unit: 'kB', isReached: value <= maxKb && details['en']! <= maxEnglishKb, details };
      });
    });
  },
};

async function measureFirstLoadKb(browser: Browser, url: string, locale: string): Promise<number> {
  const page = await browser.newPage({ serviceWorkers: 'block', locale });
  const paths = new Set<string>();
  page.on('request', (request) => paths.add(new URL(request.url()).pathname));
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
  const files = [...paths].filter((path) => /\.(?:js|mjs|css)$/.test(path)).map((path) => join(dist, path));
  const sizes = files.map((file) => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size);
  return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000;
}
