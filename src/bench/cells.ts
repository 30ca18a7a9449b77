import type { BenchRequest } from '#core/report.ts';
import type { TensorSpec } from '#core/tensor.ts';
import type { ImageScale } from '#formats/image-scale.ts';
import type { BenchCell } from './measure.ts';
import { seededInputs } from './seeded-inputs.ts';
import { reference, workloads } from './workloads/index.ts';

/**
 * What a request measures: the cells of a workload with their stored references, or one cell of seeded inputs for any
 * other model.
 * @param inputs what the opened model declares
 * @param scale of the images that it takes as floats; null: not known
 * @throws AppError input-invalid where a free dimension has no size
 */
export function cellsFor(
  { subject, dimensions }: BenchRequest,
  inputs: readonly TensorSpec[],
  scale: ImageScale | null,
): BenchCell[] {
  if (subject.kind !== 'workload') {
    return [{ name: 'seeded', inputs: seededInputs(inputs, dimensions, scale), references: [] }];
  }
  return workloads[subject.id].cells.map((cell) => ({
    name: cell.name,
    inputs: cell.inputs(),
    references: [reference(subject.id, cell.name)],
  }));
}
