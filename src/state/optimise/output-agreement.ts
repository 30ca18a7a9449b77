import { agreementBands } from '#bench/method.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';

/**
 * The output that agrees least with the original's; outputs that could not be compared come first. `null` if there are
 * none.
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
 * The verdict of R24 on the outputs of a result compared with the original's; `null` if one could not be compared.
 */
export function classifyAgreement(outputs: readonly OutputAgreement[]): 'identical' | 'close' | 'differs' | null {
  const worst = findWorstOutput(outputs);
  if (!worst || worst.cosine === null) return null;
  if (worst.sqnrDb === Infinity) return 'identical';
  return worst.cosine >= agreementBands.investigate.cosine ? 'close' : 'differs';
}
