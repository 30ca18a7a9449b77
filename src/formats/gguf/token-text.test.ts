import { expect, test } from 'vitest';
import { tokenText } from './token-text.ts';

// Written by hand from GPT-2's `bytes_to_unicode` (日 is E6 97 A5 in UTF-8) and SentencePiece's byte fallback.
test('tokens of byte-level BPE and of SentencePiece are decoded', () => {
  expect(tokenText(['the', 'Ġcaf', 'Ã©', 'Ċ', 'æĹ', '¥'], 'gpt2')).toBe('the café\n日');
  expect(tokenText(['▁a', '<0x0A>', '<0xE6>', '<0x97>', '<0xA5>'], 'llama')).toBe(' a\n日');
});

test('tokens that begin or end within a character have no text', () => {
  expect(tokenText(['æĹ'], 'gpt2')).toBeNull();
  expect(tokenText(['¥'], 'gpt2')).toBeNull();
  expect(tokenText(['<0xE6>', '<0x97>'], 'llama')).toBeNull();
});
