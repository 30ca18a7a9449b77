import { agreementBands } from '#bench/method.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';

/**
 * Finds the output that agrees least with the original's; an output that could not be compared ranks lowest. `null` if
 * there are no outputs.
 */
export function findWorstOutput(outputs: readonly OutputAgreement[]): OutputAgreement | null {
  return outputs.reduce<OutputAgreement | null>(
    (worst, output) => (worst && toRank(worst) <= toRank(output) ? worst : output),
    null,
  );
}

const toRank = ({ sqnrDb }: OutputAgreement) =>
  sqnrDb === null ? Number.NEGATIVE_INFINITY : Math.max(sqnrDb, -Number.MAX_VALUE);

/**
 * Returns the verdict of R24 on the agreement of the outputs with the original's; `null` if an output could not be
 * compared.
 */
export function classifyAgreement(outputs: readonly OutputAgreement[]): 'identical' | 'close' | 'differs' | null {
  const worst = findWorstOutput(outputs);
  if (!worst || worst.cosine === null) return null;
  if (worst.sqnrDb === Infinity) return 'identical';
  return worst.cosine >= agreementBands.investigate.cosine ? 'close' : 'differs';
}
