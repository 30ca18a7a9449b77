import type { SignedRun } from './statement/statement.ts';

export interface BadgeText {
  /** The left part, e.g. `hallmark`. */
  readonly label: string;
  /** The right part, e.g. `pass · ≥ 99% of baseline`. */
  readonly message: string;
  /** The whole content as a sentence, for screen readers and the tooltip. */
  readonly title: string;
}

/** Background colours, whose contrast with white text is at least 4.5 (WCAG 2.2, 1.4.3). */
const colours: Readonly<Record<SignedRun['verdict'], string>> = {
  pass: '#2a6440',
  fail: '#9c2f26',
  undecided: '#585349',
};

/**
 * Estimates an upper bound of the width of a text at 11 px in common sans-serif fonts, where characters of East Asian
 * scripts are square; `textLength` fits the text to this width.
 */
const estimateWidth = (text: string) =>
  Math.round([...text].reduce((width, character) => width + (character >= '\u2e80' ? 11 : 6.6), 0));
const padding = 8;

/** Draws a badge for a README as SVG, without scripts and external fonts. */
export function drawBadge(verdict: SignedRun['verdict'], { label, message, title }: BadgeText): string {
  const widths = [label, message].map(estimateWidth);
  const [left = 0, right = 0] = widths.map((width) => width + 2 * padding);
  const renderPart = (text: string, x: number, width: number) =>
    `<text x="${x + padding}" y="14" textLength="${width - 2 * padding}">${escapeXml(text)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escapeXml(title)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<path fill="#1e1d1b" d="M4 0h${left - 4}v20H4L0 16V4z"/>`,
    `<path fill="${colours[verdict]}" d="M${left} 0h${right - 4}l4 4v12l-4 4H${left}z"/>`,
    `<g fill="#fff" font-family="system-ui,Verdana,DejaVu Sans,sans-serif" font-size="11">`,
    renderPart(label, 0, left),
    renderPart(message, left, right),
    '</g></svg>',
  ].join('');
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}
