import { asAppError, type ErrorCode } from '#core/errors/error.ts';
import type { Graph } from '#core/task/task.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';
import { createHostileTensors, classifyOutputs } from '#validation/robustness/hostile-inputs.ts';

/** Errors that leave the engine in an uncertain state, so a worker ends with them. */
const ending: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'out-of-memory',
  'device-lost',
  'worker-died',
  'engine-died',
  'internal',
]);

/**
 * Runs the graphs of a model on a hostile input each.
 * @returns the worst outcome; `null` if no graph has an input of a type with such a value
 * @throws AppError after which the engine cannot continue
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
  if (ending.has(error.code)) throw error;
  return 'error';
}
