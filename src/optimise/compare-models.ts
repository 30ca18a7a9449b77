import type { Tensors } from '#core/engine/tensor.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { AgreementSums, type OutputAgreement } from './output-agreement.ts';
import type { StepEngine } from './optimisation-step.ts';

/** Outputs are compared on this many samples. */
const maxSamples = 8;

/**
 * How much the outputs of two models agree on the same inputs. One model is open at a time.
 * @param samples inputs; every call starts again from the first
 * @throws AppError what the engine throws
 */
export async function compareModels(
  engine: StepEngine,
  before: FileParts,
  after: FileParts,
  samples: () => AsyncIterable<Tensors> | Iterable<Tensors>,
): Promise<readonly OutputAgreement[]> {
  const expected: Tensors[] = [];
  const sums = new AgreementSums();
  const runEach = async (model: FileParts, take: (outputs: Tensors, sample: number) => void) => {
    const session = await engine.open(model);
    try {
      let sample = 0;
      for await (const inputs of samples()) {
        take(await session.run(inputs), sample++);
        if (sample === maxSamples) break;
      }
    } finally {
      await session.close();
    }
  };
  await runEach(before, (outputs) => void expected.push(outputs));
  await runEach(after, (outputs, sample) => sums.add(expected[sample]!, outputs));
  return sums.outputs;
}
