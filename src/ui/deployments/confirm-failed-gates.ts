import type { GateResult } from '#core/gate/gate-outcome.ts';
import { text } from '#words/text.ts';

/** Asks whether a model that failed these gates should answer. Needs the texts of `deployments` and `gates`. */
export function confirmFailedGates(failedGates: readonly GateResult[]): boolean {
  const { sentence } = text.gates.results();
  return confirm(text.deployments.running.gatesFailed(failedGates.map(sentence)));
}
