import { tokenTypes, type GgufToken, type GgufTokenizer } from './tokenizer.ts';

/** Lists the tokens that are matched in the raw text, before normalisation and pre-tokenisation. */
export function listAddedTokens(tokens: readonly GgufToken[]): readonly object[] {
  const { unknown, control, userDefined } = tokenTypes;
  return tokens
    .filter(({ type }) => type === unknown || type === control || type === userDefined)
    .map(({ id, text, type }) => ({
      id,
      content: text,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: type !== userDefined,
    }));
}

/** Creates the post-processor that prepends the BOS token, or `null` if the model has none. */
export function createPostProcessor({ bosToken }: GgufTokenizer): object | null {
  if (!bosToken) return null;
  const { id, text } = bosToken;
  const special = { SpecialToken: { id: text, type_id: 0 } };
  const createSequence = (name: string, type: number) => ({ Sequence: { id: name, type_id: type } });
  return {
    type: 'TemplateProcessing',
    single: [special, createSequence('A', 0)],
    pair: [special, createSequence('A', 0), createSequence('B', 1)],
    special_tokens: { [text]: { id: text, ids: [id], tokens: [text] } },
  };
}

export function toVocabulary(tokens: readonly GgufToken[]): Readonly<Record<string, number>> {
  return Object.fromEntries(tokens.map(({ id, text }) => [text, id]));
}
