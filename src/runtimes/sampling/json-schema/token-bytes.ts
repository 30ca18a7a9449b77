import { isJsonObject } from '#core/encoding/json-reader.ts';

/**
 * Lists the UTF-8 bytes of each token by its id; `null` for special tokens and ids without a token.
 * @param file the contents of `tokenizer.json`
 * @param vocabulary the tokens as the file writes them, by id
 */
export function listTokenBytes(file: object, vocabulary: readonly string[]): readonly (Uint8Array | null)[] {
  const addedTokens = readAddedTokens(file);
  const isByteLevel = hasStage(file, 'ByteLevel');
  const encoder = new TextEncoder();
  return vocabulary.map((token, id) => {
    const special = addedTokens.get(id);
    if (special !== undefined) return special.isSpecial ? null : encoder.encode(special.content);
    if (token === '') return null;
    if (isByteLevel) return Uint8Array.from(token, (character) => byteOf.get(character) ?? 0xff);
    const [, hex] = /^<0x([\dA-F]{2})>$/.exec(token) ?? [];
    return hex === undefined ? encoder.encode(token.replaceAll('\u2581', ' ')) : Uint8Array.of(parseInt(hex, 16));
  });
}

function readAddedTokens(file: object) {
  const list: unknown = 'added_tokens' in file ? file.added_tokens : [];
  const tokens = (Array.isArray(list) ? list : []).filter(isJsonObject);
  return new Map(
    tokens.map(({ id, content, special }) => [id, { content: String(content), isSpecial: special === true }] as const),
  );
}

/** Whether the tokenizer decodes with this stage, alone or in a sequence. */
function hasStage(file: object, type: string): boolean {
  const has = (stage: unknown): boolean =>
    isJsonObject(stage) && (stage['type'] === type || [stage['decoders'] ?? []].flat().some(has));
  return has('decoder' in file ? file.decoder : null);
}

/**
 * Maps each character that byte-level tokenizers use to the byte that it represents, the inverse of GPT-2's
 * `bytes_to_unicode`.
 */
const byteOf: ReadonlyMap<string, number> = (() => {
  const isPrinted = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let others = 0;
  return new Map(
    Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(isPrinted(byte) ? byte : 256 + others++), byte]),
  );
})();
