import { formatCodePoint, abbreviate, type Finding } from './finding.ts';

/** Characters. Text recognisers list all theirs in metadata, about 20,000; nothing else is as long. */
const maxTextLength = 65_536;
/**
 * Embeddings, overrides and isolates of the bidirectional algorithm, which make text read differently than it is
 * processed (Trojan Source, CVE-2021-42574), and tag characters, which are invisible.
 */
const reordering = /[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;
/** Control characters other than tab and line breaks. */
// oxlint-disable-next-line no-control-regex -- they are what is searched for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const markup = /<(script|iframe|object|embed|svg|img)\b|\bjavascript:|\bon(error|load)\s*=/i;
const url = /\b(https?|ftp|file):\/\/[^\s"'<>)]+/i;

/**
 * What is suspicious in the text of a metadata entry.
 * @param where the name of the entry
 */
export function checkText(where: string, text: string): Finding[] {
  const findings = checkHidden(where, text);
  const place = abbreviate(where);
  const inMarkup = markup.exec(text);
  if (inMarkup) {
    const facts = { where: place, text: abbreviate(text.slice(inMarkup.index)) };
    findings.push({ code: 'text-markup', severity: 'medium', facts });
  }
  const address = url.exec(text)?.[0];
  if (address !== undefined)
    findings.push({ code: 'text-url', severity: 'info', facts: { where: place, url: abbreviate(address) } });
  if (text.length > maxTextLength)
    findings.push({ code: 'text-long', severity: 'info', facts: { where: place, length: text.length } });
  return findings;
}

/** Characters that disguise a name or text. */
export function checkHidden(where: string, text: string): Finding[] {
  const facts = (characters: readonly string[]) => ({
    where: abbreviate(where),
    characters: [...new Set(characters)].slice(0, 8).map(formatCodePoint).join(', '),
  });
  const reorders = text.match(reordering);
  if (reorders) return [{ code: 'text-hidden', severity: 'medium', facts: facts(reorders) }];
  const controls = text.match(control);
  return controls ? [{ code: 'text-hidden', severity: 'low', facts: facts(controls) }] : [];
}
