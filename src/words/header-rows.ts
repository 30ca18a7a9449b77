import type { ModelFacts } from '#core/model/model-facts.ts';
import type { format } from './en/format.ts';
import type { modelFacts } from './en/models/model-facts.ts';

/** The facts of a header as names and values; unspecified facts are omitted, or shown as not specified if they are expected. */
export function headerRows(
  facts: Omit<ModelFacts, 'nodes'>,
  text: { readonly format: typeof format; readonly models: { readonly facts: typeof modelFacts } },
): readonly (readonly [string, string])[] {
  const words = text.models.facts;
  const { names, notSpecified } = words;
  const { bytes, whole, list } = text.format;
  const { architecture, tokenizer, externalFiles, unknownOperators } = facts;
  const { layers, heads, contextLength, embeddingLength, vocabulary, experts, keyValueHeads } = architecture;
  const declared = (name: string, value: string | null | false): (readonly [string, string])[] =>
    value === null || value === false ? [] : [[name, value]];
  const isText = facts.format === 'gguf' || facts.format === 'mlc';
  return [
    [names.format, words.format(facts)],
    ...declared(names.name, facts.name),
    [names.size, bytes(facts.sizeBytes)],
    [names.parameters, facts.parameters === null ? notSpecified : whole(facts.parameters)],
    [names.quantisation, words.quantisation(facts.quantisation)],
    [names.licence, facts.licence ?? notSpecified],
    ...declared(names.producer, facts.producer),
    [names.architecture, words.architecture(architecture)],
    ...declared(names.weights, facts.weights.length > 0 && words.weights(facts.weights)),
    [names.work, words.work(facts.flops, facts.flopsBasis)],
    ...declared(names.layers, layers !== null && whole(layers)),
    ...declared(names.heads, heads !== null && words.heads(heads, keyValueHeads)),
    ...declared(names.context, contextLength !== null && words.tokens(contextLength)),
    ...declared(names.width, embeddingLength !== null && whole(embeddingLength)),
    ...declared(names.vocabulary, vocabulary !== null && words.tokens(vocabulary)),
    ...declared(names.experts, experts && words.experts(experts.total, experts.used)),
    ...declared(names.tokenizer, tokenizer && words.tokenizer(tokenizer.model, tokenizer.vocabulary)),
    ...declared(
      names.chatTemplate,
      isText && (facts.chatTemplate === null ? words.template.none : words.template.brought),
    ),
    ...declared(names.external, externalFiles.length > 0 && words.external(externalFiles)),
    ...declared(names.unknown, unknownOperators.length > 0 && list(unknownOperators)),
  ];
}
