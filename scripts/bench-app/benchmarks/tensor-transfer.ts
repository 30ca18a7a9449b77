import { median } from '#statistics/quantiles.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const repeats = 200;
const maxMs = 0.5;
/** The shape of a detector's input image. */
const shape = [1, 3, 640, 640];

/** Compares the transfer of a tensor to a worker and back with that of an empty tensor, alternating. */
export const benchmark: PerfBenchmark = {
  title: 'A tensor of 4.9 MB to the worker and back, beyond an empty call',
  target: `<= ${maxMs} ms`,
  async measure(bench) {
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      const [full, empty] = await page.evaluate(
        async ({ repeats, shape }) => {
          const { measureRoundTrip, startEcho } = globalThis.lab;
          const echo = startEcho();
          const times: [number[], number[]] = [[], []];
          const data = new Float32Array(shape.reduce((product, size) => product * size));
          let tensor: Tensor = { dtype: 'float32', shape, data };
          const elements = data.length;
          for (let repeat = 0; repeat < repeats; repeat++) {
            const [returned, fullMs] = await measureRoundTrip(echo, tensor);
            if (returned.data.length !== elements) throw new Error('the worker returned another tensor');
            tensor = returned;
            const [, emptyMs] = await measureRoundTrip(echo, {
              dtype: 'float32',
              shape: [0],
              data: new Float32Array(),
            });
            if (repeat < repeats / 10) continue; // warm-up, until the code is compiled
            times[0].push(fullMs);
            times[1].push(emptyMs);
          }
          return times;
        },
        { repeats, shape },
      );
      const value = median(full) - median(empty);
      const details = { fullMs: median(full), emptyMs: median(empty), n: full.length };
      return { value, unit: 'ms', isReached: value <= maxMs, details };
    } finally {
      await browser.close();
    }
  },
};
