import type { GateRun } from '#core/gate/gate-outcome.ts';
import { formatMarkdownTable, escapeMarkdown } from '#core/encoding/markdown.ts';
import type { GateWords } from './gate-words.ts';

/**
 * Formats a summary for the description or a comment of a pull request.
 * @param candidate the name of the model
 */
export function toGateMarkdown(run: GateRun, candidate: string, words: GateWords): string {
  const { heading, columns, gateFile } = words.markdown;
  return [
    `### ${escapeMarkdown(heading(candidate))}`,
    '',
    `**${escapeMarkdown(words.verdict(run))}**${run.grade === null ? '' : ` ${escapeMarkdown(words.grade(run.grade))}`}`,
    '',
    ...formatMarkdownTable(
      columns,
      run.results.map((result) => [
        words.title(result),
        words.state(result),
        words.measured(result),
        words.required(result),
      ]),
    ),
    '',
    escapeMarkdown(gateFile(run.gateFile.sha256, run.gateFile.readAt)),
    '',
  ].join('\n');
}
