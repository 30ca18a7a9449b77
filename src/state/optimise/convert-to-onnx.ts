import { runRecipe } from '#bridge/optimise-handle.ts';
import type { OptimisableSubject } from '#bridge/optimise-contract.ts';
import type { Dimensions } from '#core/report/bench-request.ts';

/**
 * Converts a model in another format to ONNX without any step.
 * @throws AppError of `runRecipe`
 */
export async function convertToOnnx(
  subject: OptimisableSubject,
  dimensions: Dimensions,
  signal: AbortSignal,
): Promise<OptimisableSubject> {
  const recipe = JSON.stringify({ steps: [], version: 1 });
  const { files } = await runRecipe({ subject, recipe, calibration: null, dimensions }, { signal });
  return { kind: 'files', files };
}
