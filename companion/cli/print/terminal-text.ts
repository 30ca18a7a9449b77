/** Control characters other than tabs and line ends. */
const controlCharacters = /(?![\t\n])\p{Cc}/gu;

/** Removes control characters: text from a file may contain escape sequences that a terminal would execute. */
export function toTerminalText(text: string): string {
  return text.replaceAll(controlCharacters, '');
}

/** Replaces line ends and other control characters with spaces, so that text from a file cannot imitate other lines. */
export function toSingleLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
