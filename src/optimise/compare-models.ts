import type { Tensors } from '#core/engine/tensor.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { AgreementSums, type OutputAgreement } from './output-agreement.ts';
import type { StepEngine } from './optimisation-step.ts';

/** The number of samples on which outputs are compared. */
const maxSamples = 8;

/**
 * Compares the outputs of two models on the same inputs. Only one model is open at a time.
 * @param samples inputs; every call starts again from the first
 * @throws any error of the engine
 */
export async function compareModels(
  engine: StepEngine,
  before: FileParts,
  after: FileParts,
  samples: () => AsyncIterable<Tensors> | Iterable<Tensors>,
): Promise<readonly OutputAgreement[]> {
  const expected: Tensors[] = [];
  const sums = new AgreementSums();
  const runSamples = async (model: FileParts, onOutputs: (outputs: Tensors, sampleIndex: number) => void) => {
    const session = await engine.open(model);
    try {
      let sampleIndex = 0;
      for await (const inputs of samples()) {
        onOutputs(await session.run(inputs), sampleIndex++);
        if (sampleIndex === maxSamples) break;
      }
    } finally {
      await session.close();
    }
  };
  await runSamples(before, (outputs) => void expected.push(outputs));
  await runSamples(after, (outputs, sampleIndex) => sums.add(expected[sampleIndex]!, outputs));
  return sums.outputs;
}
