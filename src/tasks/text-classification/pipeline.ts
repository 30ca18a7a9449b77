import { AppError } from '#core/errors/error.ts';
import type { GraphSignature, PipelineDefinition } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { readField } from '../json-files.ts';
import { readFloats } from '../output-floats.ts';
import { softmax } from '../probabilities.ts';
import { readClassLabels, createDefaultLabel } from '../text-model/class-labels.ts';
import { takesTokens, createTokenInputs } from '../text-model/token-inputs.ts';
import { readTextModel } from '../text-model/text-model.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import type { TextClassification } from './text-classification.ts';

/** Maximum number of labels in a result. */
const maxLabels = 10;

/** Classifies texts by a transformer with a sequence classification head and its tokenizer. */
export const definition: PipelineDefinition<readonly string[], readonly TextClassification[]> = {
  roles: { model: { matches: (graph) => findLogits(graph) !== null } },

  async bind({ graphs: { model }, files }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const logits = findLogits(model.facts);
    if (!logits) throw createUnsupportedModelError(model.facts, 'not-a-text-classifier');
    const { config, encode } = await readTextModel(files);
    const labels = readClassLabels(config, logits);
    const classify = async (text: string): Promise<TextClassification> => {
      const { ids, isTruncated } = encode(text);
      const values = readFloats(await model.run(createTokenInputs(ids, model.facts)), logits.name);
      const scores = [...toScores(values, config)].map((score, index) => ({
        label: labels?.[index] ?? createDefaultLabel(index),
        score,
      }));
      const best = scores.toSorted((a, b) => b.score - a.score).slice(0, maxLabels);
      return { text, labels: best, tokens: ids.length, isTruncated };
    };
    return {
      ...(labels && { labels }),
      async run(texts) {
        const results: TextClassification[] = [];
        for (const text of texts) results.push(await classify(text));
        return results;
      },
    };
  },

  score(actual, expected) {
    const matching = expected.filter(({ labels }, index) => labels[0]?.label === actual[index]?.labels[0]?.label);
    return expected.length === 0 ? 1 : matching.length / expected.length;
  },
};

/** Finds the output `logits` [batch, labels]; `null` if the graph does not map token ids to it. */
function findLogits({ inputs, outputs }: GraphSignature): TensorSpec | null {
  const logits = outputs.find(({ name }) => name === 'logits');
  return logits?.shape.length === 2 && takesTokens({ inputs }) ? logits : null;
}

/**
 * Computes the scores of the labels by the `problem_type` of the configuration, as `TextClassificationPipeline` of
 * transformers.
 */
function toScores(logits: Float32Array, config: object | undefined): Float32Array {
  const type = readField(config, 'problem_type');
  if (type === 'regression') return logits;
  return type === 'multi_label_classification' || logits.length === 1 ? logits.map(sigmoid) : softmax(logits);
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
