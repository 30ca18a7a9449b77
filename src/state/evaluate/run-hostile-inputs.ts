import { asAppError } from '#core/errors/error.ts';
import type { HostileOutcome, HostileResult } from '#core/report/hostile-result.ts';
import { hostileInputIds } from '#validation/robustness/hostile-inputs.ts';
import type { OpenModel } from '../run/open-model.svelte.ts';

/**
 * Runs a model on each hostile input; one that ends its worker is followed by a new one.
 * @returns without those that its inputs have no such value for
 * @throws AppError aborted
 */
export async function runHostileInputs(
  model: Pick<OpenModel, 'runHostile'>,
  signal: AbortSignal,
): Promise<HostileResult[]> {
  const results: HostileResult[] = [];
  for (const input of hostileInputIds) {
    const outcome = await model.runHostile(input, signal).catch((thrown: unknown): HostileOutcome | 'crash' => {
      const error = asAppError(thrown);
      if (error.code === 'aborted') throw error;
      return error.code === 'worker-died' ? 'crash' : 'error';
    });
    if (outcome !== null) results.push({ input, outcome });
  }
  return results;
}
