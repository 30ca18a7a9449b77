import type { Tensors } from '#core/engine/tensor.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { AgreementSums, findMinSqnrDb } from './output-agreement.ts';
import type { StepEngine } from './optimisation-step.ts';

/** Measures how much variants of a model differ from it, on the same samples. */
export class OutputNoise {
  readonly #engine: StepEngine;
  readonly #samples: readonly { readonly inputs: Tensors; readonly expected: Tensors }[];

  private constructor(
    engine: StepEngine,
    samples: readonly { readonly inputs: Tensors; readonly expected: Tensors }[],
  ) {
    this.#engine = engine;
    this.#samples = samples;
  }

  /**
   * Runs the model on the first samples, and keeps their outputs.
   * @throws AppError what the engine throws
   */
  static async of(
    model: FileParts,
    engine: StepEngine,
    samples: AsyncIterable<Tensors>,
    maxSamples: number,
  ): Promise<OutputNoise> {
    const session = await engine.open(model);
    try {
      const kept: { inputs: Tensors; expected: Tensors }[] = [];
      for await (const inputs of samples) {
        kept.push({ inputs, expected: await session.run(inputs) });
        if (kept.length === maxSamples) break;
      }
      return new OutputNoise(engine, kept);
    } finally {
      await session.close();
    }
  }

  /** The least signal to quantisation noise of any output, in decibels; `Infinity` if none differs, `-Infinity` if one cannot be compared. */
  async measureSqnrDb(variant: FileParts, signal?: AbortSignal): Promise<number> {
    const session = await this.#engine.open(variant);
    try {
      const sums = new AgreementSums();
      for (const { inputs, expected } of this.#samples) {
        signal?.throwIfAborted();
        sums.add(expected, await session.run(inputs));
      }
      return findMinSqnrDb(sums.outputs);
    } finally {
      await session.close();
    }
  }
}
