import { gateResultOf } from '#hallmark/gate-result.ts';
import type { FileMatch } from '#hallmark/match-files.ts';
import type { VerifiedHallmark } from '#hallmark/verify.ts';
import { hallmark as words } from '#words/en/hallmark.ts';
import { hallmarkFacts } from '#words/hallmark-facts.ts';
import { table } from './format-value.ts';
import { singleLine } from './messages.ts';

/** A verified hallmark as the Verify page shows it. */
export function hallmarkText(verified: VerifiedHallmark, files: readonly FileMatch[]): string {
  const { statement, countersignatures, level, keyId, hasWrongClock } = verified;
  const signatures = 1 + countersignatures.length;
  const { gates, verdict, grade } = statement.predicate.run;
  const { columns, name, outcome, measured, limit } = words.gates;
  const rows = gates
    .map(gateResultOf)
    .map((gate) => [name(gate), outcome(gate), measured(gate), limit(gate)].map(singleLine));
  return [
    `Verified: ${signatures === 1 ? '1 signature is' : `${signatures} signatures are`} valid.`,
    words.verdict.says[verdict],
    ...(grade === null ? [] : [words.verdict.grade(grade)]),
    words.verdict.levels[level],
    ...(hasWrongClock ? [words.verdict.wrongClock] : []),
    '',
    ...hallmarkFacts({ hallmark: words }, verified).map(([label, value]) => `${label}: ${singleLine(value)}`),
    '',
    table([columns, ...rows], '  '),
    ...countersignatures.map(
      ({ run, agreement }) =>
        `${singleLine(words.facts.machineOf(run))}: ${words.reproduced.says(agreement.isReproduced)}`,
    ),
    ...files.map((match) => singleLine(fileText(match))),
    `${words.meaning.proves}:`,
    ...words.meaning.proofs(keyId, level).map((line) => `  ${line}`),
    `${words.meaning.doesNotProve}:`,
    ...words.meaning.limits(level).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

const fileText = (match: FileMatch) =>
  match.kind === 'model'
    ? words.files.model(match.file, match.name)
    : match.kind === 'gates'
      ? words.files.gates(match.file)
      : '';
