/**
 * Breaks a text into lines no wider than `maxWidth`: between words, or within a word that is wider than a line.
 * @param measureWidth returns the width of a text, in the unit of `maxWidth`
 */
export function wrapText(content: string, maxWidth: number, measureWidth: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of content.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measureWidth(longer) <= maxWidth) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && measureWidth(line + character) > maxWidth) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line];
}
