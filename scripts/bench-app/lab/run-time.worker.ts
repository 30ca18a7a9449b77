import { expose } from 'comlink';
import { freeDimensions, seededInputs } from '#bench/seeded-inputs.ts';
import { entryFile } from '#core/entry-file.ts';
import type { TensorEngineId } from '#core/engines.ts';
import type { Runtime } from '#core/runtime.ts';
import { runtimes } from '#runtimes/index.ts';

/** wasm is compiled to its top tier while it runs (method R3). */
const warmUpMs = 600;
const budgetMs = 300;
/** Shorter runs are timed together: far above the clock's step. */
const minSampleMs = 5;

const runTime = {
  /**
   * The least milliseconds of a run: other programs only ever add to it. Free dimensions are 1, as forecasts count them.
   * @throws AppError as `Runtime.open`, and where the model does not run at these sizes
   */
  async measure(files: readonly File[], engine: TensorEngineId, threads: number): Promise<number> {
    const runtime: Runtime = await runtimes[engine]();
    const entry = entryFile(files.map(({ name }) => name))!.name;
    const model = { id: entry, entry, files: new Map(files.map((file) => [file.name, file])) };
    const session = await runtime.open(model, { devices: ['wasm'], threads });
    const { inputs: specs } = session.facts;
    const inputs = seededInputs(specs, Object.fromEntries(freeDimensions(specs).map((name) => [name, 1])));
    const fastest = async (forMs: number, together: number) => {
      const endMs = performance.now() + forMs;
      let least = Infinity;
      do {
        const startMs = performance.now();
        for (let run = 0; run < together; run++) await session.run(inputs);
        least = Math.min(least, (performance.now() - startMs) / together);
      } while (performance.now() < endMs);
      return least;
    };
    const roughMs = await fastest(warmUpMs, 1);
    return fastest(budgetMs, Math.max(1, Math.ceil(minSampleMs / Math.max(roughMs, 0.005))));
  },
};

export type RunTime = typeof runTime;

expose(runTime);
