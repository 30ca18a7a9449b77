import { agreementBands } from '#bench/method.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';

/** The output that agrees least with that of the original; `null` if none was compared. */
export function worstOutput(outputs: readonly OutputAgreement[]): OutputAgreement | null {
  return outputs.reduce<OutputAgreement | null>(
    (worst, one) => (worst && worst.sqnrDb <= one.sqnrDb ? worst : one),
    null,
  );
}

/** How the outputs of a result agree with those of the original, by the bands of R24; `null` if none was compared. */
export function agreementOf(outputs: readonly OutputAgreement[]): 'identical' | 'close' | 'differs' | null {
  const worst = worstOutput(outputs);
  if (!worst) return null;
  if (worst.sqnrDb === Infinity) return 'identical';
  return worst.cosine >= agreementBands.investigate.cosine ? 'close' : 'differs';
}
