/** User-perceived characters do not depend on the language. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Breaks a text into lines no wider than `maxWidth`: at its line breaks, between words, or within a word that is wider
 * than a line, between user-perceived characters.
 * @param measureWidth returns the width of a text, in the unit of `maxWidth`
 */
export function wrapText(content: string, maxWidth: number, measureWidth: (part: string) => number): string[] {
  return content.split(/\r?\n/).flatMap((paragraph) => wrapParagraph(paragraph, maxWidth, measureWidth));
}

function wrapParagraph(paragraph: string, maxWidth: number, measureWidth: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measureWidth(longer) <= maxWidth) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const { segment } of segmenter.segment(word)) {
      if (line !== '' && measureWidth(line + segment) > maxWidth) {
        lines.push(line);
        line = '';
      }
      line += segment;
    }
  }
  return [...lines, line];
}
