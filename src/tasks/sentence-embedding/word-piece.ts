import { AppError } from '#core/errors/error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';

/** A tokenizer of BERT, as `tokenizer.json` of Hugging Face's tokenizers states it. */
export interface WordPiece {
  /** The ids of a text with the special tokens around it, at most `maxTokens`. */
  encode(text: string, maxTokens: number): number[];
}

/** A word of more characters is unknown, as in BERT. */
const maxWordCharacters = 100;

/**
 * Reads the tokenizer of a model.
 * @throws AppError model-unsupported if it is not BERT's, or model-corrupt if a part of it is missing
 */
export function readWordPiece(text: string): WordPiece {
  const file: unknown = JSON.parse(text);
  const { model, normalizer, pre_tokenizer: preTokenizer } = isJsonObject(file) ? file : {};
  const types = [model, normalizer, preTokenizer].map((part) => (isJsonObject(part) ? String(part['type']) : 'none'));
  if (types.join() !== 'WordPiece,BertNormalizer,BertPreTokenizer') {
    throw new AppError('model-unsupported', {
      model: 'tokenizer.json',
      reason: 'tokenizer-not-supported',
      types: types.join(', '),
    });
  }
  const { vocab, unk_token: unknown } = model as { readonly vocab: Record<string, number>; readonly unk_token: string };
  const lowercase = (normalizer as { readonly lowercase?: boolean }).lowercase !== false;
  const ids = new Map(Object.entries(vocab));
  const idOf = (token: string) => {
    const id = ids.get(token);
    if (id !== undefined) return id;
    throw new AppError('model-corrupt', { format: 'tokenizer.json', reason: 'field-invalid', field: token });
  };
  const [start, end, other] = [idOf('[CLS]'), idOf('[SEP]'), idOf(unknown)];
  return {
    encode(content, maxTokens) {
      const own = wordsOf(normalised(content, lowercase)).flatMap((word) => piecesOf(word, ids, other));
      return [start, ...own.slice(0, maxTokens - 2), end];
    },
  };
}

/** As `BertNormalizer`: control characters are dropped, and accents if the case is. */
function normalised(text: string, lowercase: boolean): string {
  const clean = text
    .replaceAll(/[\t\n\r\p{Zs}]/gu, ' ')
    .replaceAll(/[\0\uFFFD\p{C}]/gu, '')
    .replaceAll(chinese, ' $& ');
  return lowercase
    ? clean
        .normalize('NFD')
        .replaceAll(/\p{Mn}/gu, '')
        .toLowerCase()
    : clean;
}

/** The characters that BERT reads as words of their own. */
const chinese =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;

/** As `BertPreTokenizer`: words between spaces, and each punctuation mark. All ASCII symbols are punctuation. */
function wordsOf(text: string): string[] {
  return text.match(/[!-/:-@[-`{-~]|\p{P}|[^\s!-/:-@[-`{-~\p{P}]+/gu) ?? [];
}

/** The longest known beginnings of a word, one after the other; unknown if the rest has none. */
function piecesOf(word: string, ids: ReadonlyMap<string, number>, unknown: number): number[] {
  const characters = [...word];
  if (characters.length > maxWordCharacters) return [unknown];
  const pieces: number[] = [];
  for (let start = 0; start < characters.length;) {
    let end = characters.length;
    let id: number | undefined;
    for (; end > start && id === undefined; end--) {
      id = ids.get((start > 0 ? '##' : '') + characters.slice(start, end).join(''));
    }
    if (id === undefined) return [unknown];
    pieces.push(id);
    start = end + 1;
  }
  return pieces;
}
