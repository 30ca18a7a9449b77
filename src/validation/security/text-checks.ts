import { formatCodePoint, abbreviate, type Finding } from './finding.ts';

/** Maximum length of a text. The longest usual ones are the lists of about 20,000 characters of text recognisers. */
const maxTextLength = 65_536;
/**
 * Matches embeddings, overrides and isolates of the bidirectional algorithm, which display text in another order than
 * it is processed (Trojan Source, CVE-2021-42574), and invisible tag characters.
 */
const reorderingPattern = /[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;
/** Matches control characters other than tab and line breaks. */
// oxlint-disable-next-line no-control-regex -- the pattern searches for them
const controlPattern = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const markupPattern = /<(script|iframe|object|embed|svg|img)\b|\bjavascript:|\bon(error|load)\s*=/i;
const urlPattern = /\b(https?|ftp|file):\/\/[^\s"'<>)]+/i;

/**
 * Checks the text of a metadata entry.
 * @param where the name of the entry
 */
export function checkText(where: string, text: string): Finding[] {
  const findings = checkHidden(where, text);
  const excerptOfWhere = abbreviate(where);
  const markupMatch = markupPattern.exec(text);
  if (markupMatch) {
    const facts = { where: excerptOfWhere, text: abbreviate(text.slice(markupMatch.index)) };
    findings.push({ code: 'text-markup', severity: 'medium', facts });
  }
  const address = urlPattern.exec(text)?.[0];
  if (address !== undefined)
    findings.push({ code: 'text-url', severity: 'info', facts: { where: excerptOfWhere, url: abbreviate(address) } });
  if (text.length > maxTextLength)
    findings.push({ code: 'text-long', severity: 'info', facts: { where: excerptOfWhere, length: text.length } });
  return findings;
}

/** Finds characters that hide a part of a name or text, or change its order. */
export function checkHidden(where: string, text: string): Finding[] {
  const facts = (characters: readonly string[]) => ({
    where: abbreviate(where),
    characters: [...new Set(characters)].slice(0, 8).map(formatCodePoint).join(', '),
  });
  const reorders = text.match(reorderingPattern);
  if (reorders) return [{ code: 'text-hidden', severity: 'medium', facts: facts(reorders) }];
  const controls = text.match(controlPattern);
  return controls ? [{ code: 'text-hidden', severity: 'low', facts: facts(controls) }] : [];
}
