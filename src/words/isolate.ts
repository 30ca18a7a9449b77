import type { ErrorFacts } from '#core/errors/error.ts';

/** Letters that are written from right to left, by the blocks that Unicode reserves for them. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/**
 * Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9), which would reorder the text around them.
 */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Prepares a text from a file, link or server for use in a sentence. It cannot reorder the sentence, because U+2068 and
 * U+2069 isolate it, nor itself, because invisible characters are shown as U+FFFD.
 */
export function isolate(text: string): string {
  const visible = text.replace(directionControls, '\ufffd');
  return rightToLeft.test(visible) ? `\u2068${visible}\u2069` : visible;
}

export function isolateFacts(facts: ErrorFacts): ErrorFacts {
  const entries = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'string' ? isolate(value) : value,
  ]);
  return Object.fromEntries(entries) as ErrorFacts;
}
