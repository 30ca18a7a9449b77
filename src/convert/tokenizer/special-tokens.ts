import { tokenTypes, type GgufToken, type GgufTokenizer } from './tokenizer.ts';

/** Tokens that are found in a text before anything else is done with it. */
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

/** Adds the start token to a text. */
export function startProcessor({ startToken }: GgufTokenizer): object | null {
  if (!startToken) return null;
  const { id, text } = startToken;
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
