/** Replaces control characters with spaces. Text from a file may contain escape sequences that a terminal would execute. */
export function toSingleLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
