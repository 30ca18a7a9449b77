/** Replaces control characters: text from a file may contain escape sequences, which a terminal would execute. */
export function toSingleLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
