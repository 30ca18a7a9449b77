import { formatMarkdownTable, escapeMarkdown } from '#core/encoding/markdown.ts';
import type { ComplianceFact, FactOrigin } from './facts.ts';

/** The texts of the form in one language: `compliance` of `src/words/<language>/validation/compliance.ts`. */
export interface ComplianceWords {
  readonly heading: (model: string) => string;
  readonly columns: readonly [fact: string, value: string, origin: string];
  /** The name and value of a fact. */
  readonly fact: (fact: ComplianceFact) => readonly [name: string, value: string];
  readonly origins: Readonly<Record<FactOrigin, string>>;
  readonly note: string;
  readonly signature: { readonly name: string; readonly date: string };
}

/** Formats the form as a document that a person completes and signs. */
export function toComplianceMarkdown(facts: readonly ComplianceFact[], model: string, words: ComplianceWords): string {
  const { name, date } = words.signature;
  return [
    `# ${escapeMarkdown(words.heading(model))}`,
    '',
    ...formatMarkdownTable(
      words.columns,
      facts.map((fact) => [...words.fact(fact), words.origins[fact.origin]]),
    ),
    '',
    escapeMarkdown(words.note),
    '',
    `${escapeMarkdown(name)}: ____________________  ${escapeMarkdown(date)}: ____________________`,
    '',
  ].join('\n');
}
