import type { TextAgreement } from '#core/report/text-report.ts';
import type { GreedyStep, TextSession } from '#core/engine/text-session.ts';
import { inputSeed, textAgreementRule } from '../method.ts';
import { PromptWriter } from '../inputs/prompt-writer.ts';

/** The first greedy tokens after a seeded prompt, always the same; `undefined` if the engine does not report them. */
export async function generateGreedySteps(
  session: TextSession,
  model: string,
): Promise<readonly GreedyStep[] | undefined> {
  const { promptTokens, tokens, topTokens } = textAgreementRule;
  const prompt = new PromptWriter(model, await session.getVocabulary(), inputSeed).write(promptTokens);
  return (await session.time({ prompt, tokens, reuseContext: false, topTokens })).steps;
}

/**
 * R24 for text. After the first mismatch, greedy answers are different texts, so the verdict is based on the margin: the
 * difference between the reference's log probabilities of the two tokens there. If this run's token is not among the
 * reference's top tokens, the last of them is used instead.
 */
export function computeTextAgreement(
  steps: readonly GreedyStep[],
  referenceSteps: readonly GreedyStep[],
  reference: string,
): TextAgreement {
  const tokens = Math.min(steps.length, referenceSteps.length);
  const firstMismatch = referenceSteps.findIndex(({ token }, index) => index < tokens && token !== steps[index]?.token);
  if (firstMismatch < 0) return { verdict: 'identical', tokens, same: tokens, margin: null, reference };
  const { topTokens } = referenceSteps[firstMismatch]!;
  const ours = topTokens.find(({ token }) => token === steps[firstMismatch]?.token) ?? topTokens.at(-1);
  const preferred = topTokens.find(({ token }) => token === referenceSteps[firstMismatch]?.token);
  const margin = ours && preferred ? preferred.logprob - ours.logprob : null;
  return { verdict: judgeMargin(margin), tokens, same: firstMismatch, margin, reference };
}

function judgeMargin(margin: number | null): 'expected' | 'investigate' | 'broken' {
  if (margin === null) return 'investigate';
  if (margin <= textAgreementRule.expected) return 'expected';
  return margin <= textAgreementRule.investigate ? 'investigate' : 'broken';
}
