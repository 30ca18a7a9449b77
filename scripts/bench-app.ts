import { cpus, loadavg } from 'node:os';
import { Bench } from './bench-app/bench.ts';
import type { Figure } from './bench-app/figure.ts';
import { Skip } from './bench-app/skip.ts';

// `npm run bench:app [figure…]`: takes the app's own performance figures and prints them as JSON.
const figures: Readonly<Record<string, () => Promise<{ readonly figure: Figure }>>> = {
  segmentation: () => import('./bench-app/segmentation.ts'),
  classification: () => import('./bench-app/classification.ts'),
  'first-load': () => import('./bench-app/first-load.ts'),
  'results-open': () => import('./bench-app/results-open.ts'),
  'device-summary': () => import('./bench-app/device-summary.ts'),
  'sample-cold': () => import('./bench-app/sample-cold.ts'),
  'sample-warm': () => import('./bench-app/sample-warm.ts'),
  'session-run': () => import('./bench-app/session-run.ts'),
  'tensor-transfer': () => import('./bench-app/tensor-transfer.ts'),
  'longest-task': () => import('./bench-app/longest-task.ts'),
  lighthouse: () => import('./bench-app/lighthouse.ts'),
  'open-bundled': () => import('./bench-app/open-bundled.ts'),
  'open-stored': () => import('./bench-app/open-stored.ts'),
  'inspect-range': () => import('./bench-app/inspect-range.ts'),
  download: () => import('./bench-app/download.ts'),
  'download-memory': () => import('./bench-app/download-memory.ts'),
  'onnx-memory': () => import('./bench-app/onnx-memory.ts'),
  'gguf-memory': () => import('./bench-app/gguf-memory.ts'),
  forecasts: () => import('./bench-app/forecasts.ts'),
  'text-against-wllama': () => import('./bench-app/text-against-wllama.ts'),
  'text-bench-against-wllama': () => import('./bench-app/text-bench-against-wllama.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in figures));
if (unknown !== undefined) {
  console.error(`There is no figure "${unknown}". There are: ${Object.keys(figures).join(', ')}`);
  process.exit(2);
}
const say = (line: string) => console.error(line);
const bench = await Bench.open(say);
const results: Record<string, unknown> = {};
try {
  for (const [name, load] of Object.entries(figures)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const { figure } = await load();
    const { title, target } = figure;
    say(title);
    const loadBefore = loadavg()[0];
    const outcome = await figure.measure(bench).catch((thrown: unknown) => {
      if (thrown instanceof Skip) return { skipped: thrown.message };
      process.exitCode = 1;
      return { failed: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
    });
    results[name] = { title, target, ...outcome, loadBefore, loadAfter: loadavg()[0] };
  }
} finally {
  await bench.close();
}
console.log(JSON.stringify({ cores: cpus().length, node: process.version, figures: results }, null, 2));
