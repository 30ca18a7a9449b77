import { AppError } from '#core/errors/error.ts';
import type { GraphSignature, PipelineDefinition } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { readFloats } from '../output-floats.ts';
import { softmax } from '../probabilities.ts';
import { readClassLabels, createDefaultLabel } from '../text-model/class-labels.ts';
import { takesTokens, createTokenInputs } from '../text-model/token-inputs.ts';
import { readTextModel } from '../text-model/text-model.ts';
import type { AlignedText } from '../text-model/tokenizer.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import { aggregateTokens, labelToken, type ScoredToken } from './aggregate.ts';
import { aggregations, type Aggregation, type Entity, type TokenClassification } from './token-classification.ts';

/** Maximum number of labels. The logits of a language model have the same shape, but thousands of tokens. */
const maxLabels = 1000;

/** Labels parts of texts by a transformer with a token classification head and its tokenizer. */
export const definition: PipelineDefinition<readonly string[], readonly TokenClassification[]> = {
  roles: { model: { matches: (graph) => findLogits(graph) !== null } },

  async bind({ graphs: { model }, files }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const logits = findLogits(model.facts);
    if (!logits) throw createUnsupportedModelError(model.facts, 'not-a-token-classifier');
    const { config, align, hasContinuationMarks } = await readTextModel(files);
    const labels = readClassLabels(config, logits);
    const classify = async (text: string): Promise<TokenClassification> => {
      const aligned = align(text);
      const values = readFloats(await model.run(createTokenInputs(aligned.ids, model.facts)), logits.name);
      const labelCount = values.length / aligned.ids.length;
      const labelNames = Array.from({ length: labelCount }, (_, index) => labels?.[index] ?? createDefaultLabel(index));
      const tokens = scoreTokens(text, aligned, values, hasContinuationMarks);
      return {
        text,
        entities: aggregations.flatMap((aggregation) => listEntities(text, tokens, labelNames, aggregation)),
        tokenLabels: tokens.map((token) => labelToken(token, labelNames)),
        tokens: aligned.ids.length,
        isTruncated: aligned.isTruncated,
      };
    };
    return {
      ...(labels && { labels }),
      async run(texts) {
        const results: TokenClassification[] = [];
        for (const text of texts) results.push(await classify(text));
        return results;
      },
    };
  },

  /** The fraction of tokens with the same label. */
  score(actual, expected) {
    const pairs = expected.flatMap(({ tokenLabels }, index) =>
      tokenLabels.map(({ label }, token) => label === actual[index]?.tokenLabels[token]?.label),
    );
    return pairs.length === 0 ? 1 : pairs.filter(Boolean).length / pairs.length;
  },
};

/** Finds the output `logits` [batch, sequence, labels]; `null` if the graph does not map token ids to it. */
function findLogits({ inputs, outputs }: GraphSignature): TensorSpec | null {
  const logits = outputs.find(({ name }) => name === 'logits');
  if (logits?.shape.length !== 3 || !takesTokens({ inputs })) return null;
  const [, , labels] = logits.shape;
  return typeof labels === 'number' && labels > maxLabels ? null : logits;
}

/**
 * Computes the label probabilities of each token and whether it continues a word.
 * @param values logits [tokens, labels]
 */
function scoreTokens(
  text: string,
  { tokens, firstToken, ids }: AlignedText,
  values: Float32Array,
  hasContinuationMarks: boolean,
): readonly ScoredToken[] {
  const labelCount = values.length / ids.length;
  return tokens.map(({ token, start, end, isUnknown }, index) => {
    const from = (firstToken + index) * labelCount;
    // The rules of `TokenClassificationPipeline.gather_pre_entities` of transformers.
    const isContinuation = hasContinuationMarks
      ? countCharacters(token) !== countCharacters(text.slice(start, end))
      : start > 0 && !text.slice(start - 1, start + 1).includes(' ');
    return {
      start,
      end,
      probabilities: softmax(values.subarray(from, from + labelCount)),
      isContinuation: isContinuation && !isUnknown,
    };
  });
}

const countCharacters = (text: string) => Array.from(text).length;

/** Lists the entities of one aggregation, without the spaces that some tokenizers include at the edges of tokens. */
function listEntities(
  text: string,
  tokens: readonly ScoredToken[],
  labels: readonly string[],
  aggregation: Aggregation,
): readonly Entity[] {
  return aggregateTokens(tokens, labels, aggregation).map(({ label, score, ...span }) => {
    const spanText = text.slice(span.start, span.end);
    const trimmed = spanText.trim();
    const start = span.start + spanText.length - spanText.trimStart().length;
    return { aggregation, label, score, start, end: start + trimmed.length, text: trimmed };
  });
}
