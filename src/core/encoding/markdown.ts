/**
 * Formats a table as lines.
 * @param head trusted text, which is not escaped
 * @param rows untrusted text
 */
export function formatMarkdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const formatRow = (fields: readonly string[]) => `| ${fields.join(' | ')} |`;
  return [formatRow(head), formatRow(head.map(() => '---')), ...rows.map((row) => formatRow(row.map(escapeMarkdown)))];
}

/**
 * Escapes untrusted text so that it contains no markup, links, table borders or line breaks. Underscores within words are
 * not markup (CommonMark 6.2).
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*[\]|~#!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`)
    .replaceAll(/\b(https?|www)(?=[:.])/gi, '$1&#8203;');
}
