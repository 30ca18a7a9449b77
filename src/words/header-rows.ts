import type { ModelFacts } from '#core/model/model-facts.ts';
import type { format } from './en/format.ts';
import type { modelFacts } from './en/models/model-facts.ts';

/**
 * The facts of a header as names and values; unspecified facts are omitted, or shown as not specified if they are
 * expected.
 */
export function listHeaderRows(
  facts: Omit<ModelFacts, 'nodes'>,
  text: { readonly format: typeof format; readonly models: { readonly facts: typeof modelFacts } },
): readonly (readonly [string, string])[] {
  const words = text.models.facts;
  const { names, notSpecified } = words;
  const { bytes, whole, list } = text.format;
  const { architecture, tokenizer, externalFiles, unknownOperators } = facts;
  const { layers, heads, contextLength, embeddingLength, vocabulary, experts, keyValueHeads } = architecture;
  const toRows = (name: string, value: string | null | false): (readonly [string, string])[] =>
    value === null || value === false ? [] : [[name, value]];
  const isText = facts.format === 'gguf' || facts.format === 'mlc';
  return [
    [names.format, words.format(facts)],
    ...toRows(names.name, facts.name),
    [names.size, bytes(facts.sizeBytes)],
    [names.parameters, facts.parameters === null ? notSpecified : whole(facts.parameters)],
    [names.quantisation, words.quantisation(facts.quantisation)],
    [names.licence, facts.licence ?? notSpecified],
    ...toRows(names.producer, facts.producer),
    [names.architecture, words.architecture(architecture)],
    ...toRows(names.weights, facts.weights.length > 0 && words.weights(facts.weights)),
    [names.work, words.work(facts.flops, facts.flopsBasis)],
    ...toRows(names.layers, layers !== null && whole(layers)),
    ...toRows(names.heads, heads !== null && words.heads(heads, keyValueHeads)),
    ...toRows(names.context, contextLength !== null && words.tokens(contextLength)),
    ...toRows(names.width, embeddingLength !== null && whole(embeddingLength)),
    ...toRows(names.vocabulary, vocabulary !== null && words.tokens(vocabulary)),
    ...toRows(names.experts, experts && words.experts(experts.total, experts.used)),
    ...toRows(names.tokenizer, tokenizer && words.tokenizer(tokenizer.model, tokenizer.vocabulary)),
    ...toRows(
      names.chatTemplate,
      isText && (facts.chatTemplate === null ? words.template.none : words.template.included),
    ),
    ...toRows(names.external, externalFiles.length > 0 && words.external(externalFiles)),
    ...toRows(names.unknown, unknownOperators.length > 0 && list(unknownOperators)),
  ];
}
