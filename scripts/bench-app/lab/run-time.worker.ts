import { expose } from 'comlink';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import { detectEntryFile } from '#core/model/entry-file.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { loadRuntime } from '#runtimes/index.ts';

/** The time in which the browser recompiles wasm with its optimising compiler (R3). */
const warmUpMs = 600;
const budgetMs = 300;
/** The minimum duration of a sample, far above the clock's resolution. Shorter runs are timed in batches. */
const minSampleMs = 5;

const runTime = {
  /**
   * Measures the minimum time of a run in milliseconds, because other programs can only slow it.
   * @param sizes the sizes of free dimensions; all others are 1, as in forecasts
   * @throws AppError as `Runtime.open`, and if the model does not run with these sizes
   */
  async measure(files: readonly File[], engine: TensorEngineId, threads: number, sizes: Dimensions): Promise<number> {
    const runtime: Runtime = await loadRuntime(engine);
    const entry = detectEntryFile(files.map(({ name }) => name))!.name;
    const model = { id: entry, entry, files: new Map(files.map((file) => [file.name, file])) };
    const session = await runtime.open(model, { devices: ['wasm'], threads });
    const { inputs: specs } = session.facts;
    const inputs = createSeededInputs(
      specs,
      Object.fromEntries(listFreeDimensions(specs).map((name) => [name, sizes[name] ?? 1])),
    );
    const measureMinRunMs = async (durationMs: number, batch: number) => {
      const endMs = performance.now() + durationMs;
      let minMs = Infinity;
      do {
        const startMs = performance.now();
        for (let run = 0; run < batch; run++) await session.run(inputs);
        minMs = Math.min(minMs, (performance.now() - startMs) / batch);
      } while (performance.now() < endMs);
      return minMs;
    };
    const roughMs = await measureMinRunMs(warmUpMs, 1);
    return measureMinRunMs(budgetMs, Math.max(1, Math.ceil(minSampleMs / Math.max(roughMs, 0.005))));
  },
};

export type RunTime = typeof runTime;

expose(runTime);
