import type { Tensors } from '#core/engine/tensor.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { AgreementSums, findMinSqnrDb } from './output-agreement.ts';
import type { StepEngine } from './optimisation-step.ts';

/** Measures the noise of variants of a model relative to the original, on the same samples. */
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
   * Runs the model on the first samples and stores their outputs.
   * @throws any error of the engine
   */
  static async create(
    model: FileParts,
    engine: StepEngine,
    samples: AsyncIterable<Tensors>,
    maxSamples: number,
  ): Promise<OutputNoise> {
    const session = await engine.open(model);
    try {
      const reference: { inputs: Tensors; expected: Tensors }[] = [];
      for await (const inputs of samples) {
        reference.push({ inputs, expected: await session.run(inputs) });
        if (reference.length === maxSamples) break;
      }
      return new OutputNoise(engine, reference);
    } finally {
      await session.close();
    }
  }

  /**
   * Returns the lowest SQNR of any output in decibels: `Infinity` if all are equal, `-Infinity` if one cannot be
   * compared.
   */
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
