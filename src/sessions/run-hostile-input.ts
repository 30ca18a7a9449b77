import { asAppError, type ErrorCode } from '#core/errors/error.ts';
import type { Graph } from '#core/task/task.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';
import { createHostileTensors, classifyOutputs } from '#validation/robustness/hostile-inputs.ts';

/** Errors that leave the engine in an undefined state, so that the worker must end. */
const fatalErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'out-of-memory',
  'device-lost',
  'worker-died',
  'engine-died',
  'internal',
]);

/**
 * Runs each graph of a model on a hostile input.
 * @returns the worst outcome; `null` if no graph has an input whose type has such a value
 * @throws AppError out-of-memory | device-lost | worker-died | engine-died | internal
 */
export async function runHostileInput(graphs: readonly Graph[], id: HostileInputId): Promise<HostileOutcome | null> {
  const outcomes: HostileOutcome[] = [];
  for (const graph of graphs) {
    const tensors = createHostileTensors(id, graph.facts.inputs);
    if (tensors) outcomes.push(await graph.run(tensors).then(classifyOutputs, toOutcome));
  }
  return outcomes.find((outcome) => outcome === 'not-finite') ?? outcomes[0] ?? null;
}

function toOutcome(thrown: unknown): HostileOutcome {
  const error = asAppError(thrown);
  if (fatalErrors.has(error.code)) throw error;
  return 'error';
}
