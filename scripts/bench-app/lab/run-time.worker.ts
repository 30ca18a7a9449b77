import { expose } from 'comlink';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import { detectEntryFile } from '#core/model/entry-file.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import { loadRuntime } from '#runtimes/index.ts';

/** The browser recompiles wasm with its optimising compiler while it runs (method R3). */
const warmUpMs = 600;
const budgetMs = 300;
/** Shorter runs are timed in batches, so a sample is far longer than the clock's resolution. */
const minSampleMs = 5;

const runTime = {
  /**
   * The minimum time of a run in milliseconds: other programs can only add to it. Free dimensions are set to 1, as
   * forecasts assume.
   * @throws AppError what `Runtime.open` throws, and if the model does not run at these sizes
   */
  async measure(files: readonly File[], engine: TensorEngineId, threads: number): Promise<number> {
    const runtime: Runtime = await loadRuntime(engine);
    const entry = detectEntryFile(files.map(({ name }) => name))!.name;
    const model = { id: entry, entry, files: new Map(files.map((file) => [file.name, file])) };
    const session = await runtime.open(model, { devices: ['wasm'], threads });
    const { inputs: specs } = session.facts;
    const inputs = createSeededInputs(specs, Object.fromEntries(listFreeDimensions(specs).map((name) => [name, 1])));
    const minRunMs = async (durationMs: number, batch: number) => {
      const endMs = performance.now() + durationMs;
      let minMs = Infinity;
      do {
        const startMs = performance.now();
        for (let run = 0; run < batch; run++) await session.run(inputs);
        minMs = Math.min(minMs, (performance.now() - startMs) / batch);
      } while (performance.now() < endMs);
      return minMs;
    };
    const roughMs = await minRunMs(warmUpMs, 1);
    return minRunMs(budgetMs, Math.max(1, Math.ceil(minSampleMs / Math.max(roughMs, 0.005))));
  },
};

export type RunTime = typeof runTime;

expose(runTime);
