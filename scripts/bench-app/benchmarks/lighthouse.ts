import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '#statistics/quantiles.ts';
import { browserFlags, ensureBrowser } from '../../../companion/browser/browser.ts';
import { withApp } from '../harness/built-app.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { SkippedError } from '../harness/skipped-error.ts';

const tool = 'lighthouse@13.5.0';
const repeats = 5;
const minScores = { performance: 95, accessibility: 100, 'best-practices': 100 } as const;
type Category = keyof typeof minScores;

/**
 * Measures the scores of Lighthouse, which is fetched on demand because it is large and only this benchmark needs it.
 */
export const benchmark: PerfBenchmark = {
  title: 'Lighthouse',
  target: Object.entries(minScores)
    .map(([category, points]) => `${category} >= ${points}`)
    .join(', '),
  async measure(bench) {
    const executable = await ensureBrowser(bench.log);
    return withApp(bench, async (url) => {
      const samples: Record<Category, number[]> = { performance: [], accessibility: [], 'best-practices': [] };
      for (let repeat = 0; repeat < repeats; repeat++) {
        const file = join(bench.scratch, `lighthouse-${repeat}.json`);
        await runLighthouse(url, file, executable, bench.scratch);
        const { categories } = JSON.parse(readFileSync(file, 'utf8')) as {
          categories: Record<Category, { score: number }>;
        };
        for (const category of Object.keys(minScores) as Category[]) {
          samples[category].push(Math.round(categories[category].score * 100));
        }
      }
      const isReached = (Object.keys(minScores) as Category[]).every(
        (name) => median(samples[name]) >= minScores[name],
      );
      return { value: median(samples.performance), unit: 'points', isReached, details: samples };
    });
  },
};

/**
 * Runs Lighthouse outside the repository, whose settings and packages do not apply.
 * @throws SkippedError if it is unavailable
 */
async function runLighthouse(url: string, file: string, executable: string, scratch: string): Promise<void> {
  const folder = join(scratch, 'lighthouse');
  mkdirSync(folder, { recursive: true });
  const flags = ['--headless=new', ...browserFlags].join(' ');
  const options = ['--quiet', '--output=json', `--output-path=${file}`, `--chrome-flags=${flags}`];
  const categories = `--only-categories=${Object.keys(minScores).join(',')}`;
  const args = [
    'exec',
    '--yes',
    '--ignore-scripts',
    `--package=${tool}`,
    '--',
    'lighthouse',
    url,
    categories,
    ...options,
  ];
  const child = spawn('npm', args, {
    cwd: folder,
    env: { ...process.env, CHROME_PATH: executable },
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null)).on('close', resolve);
  });
  if (code !== 0) throw new SkippedError(`${tool} could not be run: ${errors.trim().split('\n').at(-1)}`);
}
