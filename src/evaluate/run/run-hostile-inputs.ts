import { asAppError } from '#core/errors/error.ts';
import type { HostileInputId, HostileOutcome, HostileResult } from '#core/report/hostile-result.ts';
import { hostileInputIds } from '#validation/robustness/hostile-inputs.ts';

interface HostileInputRunner {
  /** Returns `null` if no input can have such a value. */
  runHostile(id: HostileInputId, signal: AbortSignal): Promise<HostileOutcome | null>;
}

/**
 * Runs a model on each hostile input. The model is reopened after an input that crashes the engine.
 * @returns the results of the inputs that apply to the model
 * @throws AppError aborted
 */
export async function runHostileInputs(model: HostileInputRunner, signal: AbortSignal): Promise<HostileResult[]> {
  const results: HostileResult[] = [];
  for (const input of hostileInputIds) {
    const outcome = await model.runHostile(input, signal).catch((thrown: unknown): HostileOutcome | 'crash' => {
      const error = asAppError(thrown);
      if (error.code === 'aborted') throw error;
      return error.code === 'worker-died' || error.code === 'engine-died' ? 'crash' : 'error';
    });
    if (outcome !== null) results.push({ input, outcome });
  }
  return results;
}
