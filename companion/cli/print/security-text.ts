import type { SecurityScan } from '#validation/security/scan-model.ts';
import { security as words } from '#words/en/validation/security.ts';
import { toSingleLine } from './terminal-text.ts';

/**
 * Formats the findings of a scan as on the Models page. `null` stands for a model whose files are not on this machine.
 */
export function formatSecurity(scan: SecurityScan | null): string {
  if (!scan) return `\n${words.title}\n  ${words.notOnDevice}\n`;
  const findingLines = scan.findings.flatMap((finding) => {
    const { what, fix } = words.finding(finding);
    const file = scan.files > 1 || finding.file.includes('!') ? ` (${words.file(finding.file)})` : '';
    return [`${words.severities[finding.severity]}: ${what}${file}`, `  ${fix}`];
  });
  const omitted = scan.omitted > 0 ? [words.omitted(scan.omitted)] : [];
  const lines = [words.summary(scan), ...findingLines, ...omitted, words.note];
  return `\n${words.title}\n${lines.map((line) => `  ${toSingleLine(line)}\n`).join('')}`;
}
