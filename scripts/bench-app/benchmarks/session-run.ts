import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const rounds = 8;
const runsPerBatch = 5;
const maxRatio = 1.03;

/**
 * Compares the app's session, called from the page, with the library's session in a loop in a worker, interleaved (R8).
 */
export const benchmark: PerfBenchmark = {
  title: 'session.run of the app against a plain onnxruntime-web loop',
  target: `<= ${maxRatio} x`,
  async measure(bench) {
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      const { app, baseline } = await page.evaluate(
        async ({ rounds, runsPerBatch }) => {
          const { openSession, createSeededInputs, startBaseline } = globalThis.lab;
          const options = { devices: ['wasm'], threads: 1 } as const;
          const session = await openSession({ subject: { kind: 'workload', id: 'conv' }, engine: 'ort', options });
          const inputs = createSeededInputs(session.opened.facts.inputs);
          const worker = startBaseline();
          await worker.openConv(inputs);
          const times = { app: [] as number[], baseline: [] as number[] };
          const batches = {
            app: async () => {
              const samples: number[] = [];
              for (let run = 0; run < runsPerBatch; run++) {
                const copy = structuredClone(inputs); // the session transfers the buffers
                const startMs = performance.now();
                await session.run(copy);
                samples.push(performance.now() - startMs);
              }
              return samples;
            },
            baseline: () => worker.runConv(runsPerBatch),
          };
          const warmUntilMs = performance.now() + 6_000; // R3: until the browser has compiled both with its optimising compiler
          while (performance.now() < warmUntilMs) {
            await batches.app();
            await batches.baseline();
          }
          for (let round = 0; round < rounds; round++) {
            for (const name of ['app', 'baseline', 'baseline', 'app'] as const)
              times[name].push(...(await batches[name]()));
          }
          session.close();
          return times;
        },
        { rounds, runsPerBatch },
      );
      const value = median(app) / median(baseline);
      const details = { oursMs: median(app), bareMs: median(baseline), n: app.length };
      return { value, unit: 'x', isReached: value <= maxRatio, details };
    } finally {
      await browser.close();
    }
  },
};
