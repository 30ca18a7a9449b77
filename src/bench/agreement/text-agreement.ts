import type { TextAgreement } from '#core/report/text-report.ts';
import type { GreedyStep, TextSession } from '#core/engine/text-session.ts';
import { inputSeed, textAgreementRule } from '../method.ts';
import { PromptWriter } from '../inputs/prompt-writer.ts';

/** Generates the first greedy tokens after a constant seeded prompt; `undefined` if the engine does not report them. */
export async function generateGreedySteps(
  session: TextSession,
  model: string,
): Promise<readonly GreedyStep[] | undefined> {
  const { promptTokens, tokens, topTokens } = textAgreementRule;
  const prompt = new PromptWriter(model, await session.getVocabulary(), inputSeed).write(promptTokens);
  return (await session.time({ prompt, tokens, reuseContext: false, topTokens })).steps;
}

/**
 * R24 for text. Greedy answers diverge after the first mismatch, so the verdict is based on its margin: the difference
 * between the reference's log probabilities of the two tokens. If the token of this run is not among the reference's top
 * tokens, the last of them is used.
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
  const actual = topTokens.find(({ token }) => token === steps[firstMismatch]?.token) ?? topTokens.at(-1);
  const expected = topTokens.find(({ token }) => token === referenceSteps[firstMismatch]?.token);
  const margin = actual && expected ? expected.logprob - actual.logprob : null;
  return { verdict: judgeMargin(margin), tokens, same: firstMismatch, margin, reference };
}

function judgeMargin(margin: number | null): 'expected' | 'investigate' | 'broken' {
  if (margin === null) return 'investigate';
  if (margin <= textAgreementRule.expected) return 'expected';
  return margin <= textAgreementRule.investigate ? 'investigate' : 'broken';
}
