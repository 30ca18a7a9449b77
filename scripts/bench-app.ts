import { cpus, loadavg } from 'node:os';
import { BenchHarness } from './bench-app/harness/bench.ts';
import type { PerfBenchmark } from './bench-app/harness/perf-benchmark.ts';
import { SkippedError } from './bench-app/harness/skipped-error.ts';

// `npm run bench:app [name…]` measures the app's own performance and prints the results as JSON.
const benchmarks: Readonly<Record<string, () => Promise<{ readonly benchmark: PerfBenchmark }>>> = {
  segmentation: () => import('./bench-app/benchmarks/segmentation.ts'),
  classification: () => import('./bench-app/benchmarks/classification.ts'),
  evaluation: () => import('./bench-app/benchmarks/evaluation.ts'),
  'evaluation-memory': () => import('./bench-app/benchmarks/evaluation-memory.ts'),
  'first-load': () => import('./bench-app/benchmarks/first-load.ts'),
  'results-open': () => import('./bench-app/benchmarks/results-open.ts'),
  'device-summary': () => import('./bench-app/benchmarks/device-summary.ts'),
  'quick-conv': () => import('./bench-app/benchmarks/quick-conv.ts'),
  'sample-cold': () => import('./bench-app/benchmarks/sample-cold.ts'),
  'sample-warm': () => import('./bench-app/benchmarks/sample-warm.ts'),
  'graph-open': () => import('./bench-app/benchmarks/graph-open.ts'),
  'graph-frame': () => import('./bench-app/benchmarks/graph-frame.ts'),
  hallmark: () => import('./bench-app/benchmarks/hallmark.ts'),
  'session-run': () => import('./bench-app/benchmarks/session-run.ts'),
  'companion-start': () => import('./bench-app/benchmarks/companion-start.ts'),
  'companion-round-trip': () => import('./bench-app/benchmarks/companion-round-trip.ts'),
  'native-session': () => import('./bench-app/benchmarks/native-session.ts'),
  batching: () => import('./bench-app/benchmarks/batching.ts'),
  'tensor-transfer': () => import('./bench-app/benchmarks/tensor-transfer.ts'),
  'longest-task': () => import('./bench-app/benchmarks/longest-task.ts'),
  lighthouse: () => import('./bench-app/benchmarks/lighthouse.ts'),
  'open-bundled': () => import('./bench-app/benchmarks/open-bundled.ts'),
  'open-stored': () => import('./bench-app/benchmarks/open-stored.ts'),
  'inspect-range': () => import('./bench-app/benchmarks/inspect-range.ts'),
  download: () => import('./bench-app/benchmarks/download.ts'),
  'download-memory': () => import('./bench-app/benchmarks/download-memory.ts'),
  'onnx-memory': () => import('./bench-app/benchmarks/onnx-memory.ts'),
  'gguf-memory': () => import('./bench-app/benchmarks/gguf-memory.ts'),
  forecasts: () => import('./bench-app/benchmarks/forecasts.ts'),
  tune: () => import('./bench-app/benchmarks/tune.ts'),
  'text-against-wllama': () => import('./bench-app/benchmarks/text-against-wllama.ts'),
  'chat-first-token': () => import('./bench-app/benchmarks/chat-first-token.ts'),
  'text-bench-against-wllama': () => import('./bench-app/benchmarks/text-bench-against-wllama.ts'),
  'ort-text-against-wllama': () => import('./bench-app/benchmarks/ort-text-against-wllama.ts'),
  'native-text': () => import('./bench-app/benchmarks/native-text.ts'),
  'native-against-page': () => import('./bench-app/benchmarks/native-against-page.ts'),
  'files-search': () => import('./bench-app/benchmarks/files-search.ts'),
  'monitor-overhead': () => import('./bench-app/benchmarks/monitor-overhead.ts'),
  'average-precision': () => import('./bench-app/benchmarks/average-precision.ts'),
};

const requestedNames = process.argv.slice(2);
const unknown = requestedNames.find((name) => !(name in benchmarks));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". Available: ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}
const log = (line: string) => console.error(line);
const bench = await BenchHarness.open(log);
const results: Record<string, unknown> = {};
try {
  for (const [name, load] of Object.entries(benchmarks)) {
    if (requestedNames.length > 0 && !requestedNames.includes(name)) continue;
    const { benchmark } = await load();
    const { title, target } = benchmark;
    log(title);
    const loadBefore = loadavg()[0];
    const outcome = await benchmark.measure(bench).catch((error: unknown) => {
      if (error instanceof SkippedError) return { skipped: error.message };
      process.exitCode = 1;
      return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    });
    results[name] = { title, target, ...outcome, loadBefore, loadAfter: loadavg()[0] };
  }
} finally {
  await bench.close();
}
console.log(JSON.stringify({ cores: cpus().length, node: process.version, results }, null, 2));
