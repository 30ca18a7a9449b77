import type { TextAgreement } from '#core/report.ts';
import type { GreedyStep, TextSession } from '#core/text.ts';
import { inputSeed, textAgreementRule } from './method.ts';
import { PromptWriter } from './prompt-writer.ts';

/** The first greedy tokens after a seeded prompt, the same one at every call; undefined where the engine does not tell. */
export async function greedySteps(session: TextSession, model: string): Promise<readonly GreedyStep[] | undefined> {
  const { promptTokens, tokens, topTokens } = textAgreementRule;
  const prompt = new PromptWriter(model, await session.vocabulary(), inputSeed).write(promptTokens);
  return (await session.time({ prompt, tokens, reuseContext: false, topTokens })).steps;
}

/**
 * R24 for text. Greedy answers that part once go their own ways, so what counts is how far apart the reference holds the
 * two tokens there: the margin. Where this run's token is not among the reference's likeliest, that to the last of them.
 */
export function computeTextAgreement(
  steps: readonly GreedyStep[],
  referenceSteps: readonly GreedyStep[],
  reference: string,
): TextAgreement {
  const tokens = Math.min(steps.length, referenceSteps.length);
  const parted = referenceSteps.findIndex(({ token }, index) => index < tokens && token !== steps[index]?.token);
  if (parted < 0) return { verdict: 'identical', tokens, same: tokens, margin: null, reference };
  const { topTokens } = referenceSteps[parted]!;
  const ours = topTokens.find(({ token }) => token === steps[parted]?.token) ?? topTokens.at(-1);
  const preferred = topTokens.find(({ token }) => token === referenceSteps[parted]?.token);
  const margin = ours && preferred ? preferred.logprob - ours.logprob : null;
  return { verdict: verdictOf(margin), tokens, same: parted, margin, reference };
}

function verdictOf(margin: number | null): 'expected' | 'investigate' | 'broken' {
  if (margin === null) return 'investigate';
  if (margin <= textAgreementRule.expected) return 'expected';
  return margin <= textAgreementRule.investigate ? 'investigate' : 'broken';
}
