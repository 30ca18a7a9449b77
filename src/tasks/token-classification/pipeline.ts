import { AppError } from '#core/errors/error.ts';
import type { GraphSignature, PipelineDefinition } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { readFloats } from '../output-floats.ts';
import { softmax } from '../probabilities.ts';
import { readLabels, unnamedLabel } from '../text-model/class-labels.ts';
import { takesTokens, tokenInputs } from '../text-model/token-inputs.ts';
import { readTextModel } from '../text-model/text-model.ts';
import type { AlignedText } from '../text-model/tokenizer.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import { aggregate, labelToken, type ScoredToken } from './aggregate.ts';
import { aggregations, type Aggregation, type Entity, type TokenClassification } from './token-classification.ts';

/** A language model has the logits of a vocabulary, of at least some thousands of tokens, in the same shape. */
const maxLabels = 1000;

/** Labels of the parts of texts, by a transformer with a head for token classification and its tokenizer. */
export const definition: PipelineDefinition<readonly string[], readonly TokenClassification[]> = {
  roles: { model: { matches: (graph) => findLogits(graph) !== null } },

  async bind({ graphs: { model }, files }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const logits = findLogits(model.facts);
    if (!logits) throw createUnsupportedModelError(model.facts, 'not-a-token-classifier');
    const { config, align, marksContinuations } = await readTextModel(files);
    const labels = readLabels(config, logits);
    const classify = async (text: string): Promise<TokenClassification> => {
      const aligned = align(text);
      const values = readFloats(await model.run(tokenInputs(aligned.ids, model.facts)), logits.name);
      const width = values.length / aligned.ids.length;
      const names = Array.from({ length: width }, (_, index) => labels?.[index] ?? unnamedLabel(index));
      const tokens = scoreTokens(text, aligned, values, marksContinuations);
      return {
        text,
        entities: aggregations.flatMap((aggregation) => listEntities(text, tokens, names, aggregation)),
        tokenLabels: tokens.map((token) => labelToken(token, names)),
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

/** The output `logits` [batch, sequence, labels]; `null` if the graph does not map the tokens of texts to it. */
function findLogits({ inputs, outputs }: GraphSignature): TensorSpec | null {
  const logits = outputs.find(({ name }) => name === 'logits');
  if (logits?.shape.length !== 3 || !takesTokens({ inputs })) return null;
  const [, , labels] = logits.shape;
  return typeof labels === 'number' && labels > maxLabels ? null : logits;
}

/** @param values logits [tokens, labels] */
function scoreTokens(
  text: string,
  { tokens, firstToken, ids }: AlignedText,
  values: Float32Array,
  marksContinuations: boolean,
): readonly ScoredToken[] {
  const width = values.length / ids.length;
  return tokens.map(({ token, start, end, isUnknown }, index) => {
    const from = (firstToken + index) * width;
    // Both rules are those of `TokenClassificationPipeline.gather_pre_entities` of transformers.
    const isContinuation = marksContinuations
      ? countCharacters(token) !== countCharacters(text.slice(start, end))
      : start > 0 && !text.slice(start - 1, start + 1).includes(' ');
    return {
      start,
      end,
      probabilities: softmax(values.subarray(from, from + width)),
      isContinuation: isContinuation && !isUnknown,
    };
  });
}

const countCharacters = (text: string) => Array.from(text).length;

/** Spaces at the edges, which some tokenizers count as parts of tokens, are left out. */
function listEntities(
  text: string,
  tokens: readonly ScoredToken[],
  labels: readonly string[],
  aggregation: Aggregation,
): readonly Entity[] {
  return aggregate(tokens, labels, aggregation).map(({ label, score, ...span }) => {
    const covered = text.slice(span.start, span.end);
    const trimmed = covered.trim();
    const start = span.start + covered.length - covered.trimStart().length;
    return { aggregation, label, score, start, end: start + trimmed.length, text: trimmed };
  });
}
