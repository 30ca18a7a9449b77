import { listMonitoringNeeds } from '#gates/monitoring-needs.ts';
import { readChecklist } from '#hallmark/statement/read-checklist.ts';
import { toGateResult } from '#hallmark/statement/gate-result.ts';
import { listUnmatchedFiles, type FileMatch } from '#hallmark/compare/match-files.ts';
import type { HallmarkStatement } from '#hallmark/statement/statement.ts';
import type { VerifiedHallmark } from '#hallmark/verify.ts';
import { hallmark as words } from '#words/en/hallmark/hallmark.ts';
import { listHallmarkFacts } from '#words/hallmark-facts.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

/** Formats a verified hallmark as the Verify page shows it. */
export function formatHallmark(verified: VerifiedHallmark, files: readonly FileMatch[]): string {
  const { statement, countersignatures, level, keyId, hasWrongClock } = verified;
  const signatures = 1 + countersignatures.length;
  const { gates, verdict, grade } = statement.predicate.run;
  const { columns, name, outcome, measured, limit } = words.gates;
  const rows = gates
    .map(toGateResult)
    .map((gate) => [name(gate), outcome(gate), measured(gate), limit(gate)].map(toSingleLine));
  return [
    `Verified: ${signatures === 1 ? '1 signature is' : `${signatures} signatures are`} valid.`,
    toSingleLine(words.verdict.sentence({ verdict, results: gates.map(toGateResult) })),
    ...(grade === null || verdict === 'fail' ? [] : [words.verdict.grade(grade)]),
    words.verdict.levels[level],
    ...(hasWrongClock ? [words.verdict.wrongClock] : []),
    '',
    ...listHallmarkFacts({ hallmark: words }, verified).map(([label, value]) => `${label}: ${toSingleLine(value)}`),
    '',
    formatTable([columns, ...rows], '  '),
    ...formatMonitoring(statement),
    ...formatChecklist(statement),
    ...countersignatures.map(
      ({ run, agreement }) =>
        `${toSingleLine(words.facts.machineOf(run))}: ${words.reproduced.sentence(agreement.isReproduced)}`,
    ),
    ...files.map((match) => toSingleLine(formatFileMatch(match))),
    ...formatModel(verified, files),
    `${words.meaning.proves}:`,
    ...words.meaning.proofs(keyId, level).map((line) => `  ${line}`),
    `${words.meaning.doesNotProve}:`,
    ...words.meaning.limits(level).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function formatMonitoring({ predicate }: HallmarkStatement): readonly string[] {
  const { title, columns, by, drift } = words.monitoring;
  const { name, limit } = words.gates;
  const needs = listMonitoringNeeds(predicate.run.gates.map(toGateResult));
  const rows = needs.map((need) => [name(need.gate), limit(need.gate), by[need.by]].map(toSingleLine));
  return ['', title, formatTable([columns, ...rows, drift], '  '), ''];
}

/** Formats the signed items of the checklist; empty if there are none. */
function formatChecklist(statement: HallmarkStatement): readonly string[] {
  if (!statement.predicate.checklist) return [];
  const { title, lead, texts } = words.checklist;
  const { columns, item, state, source } = texts();
  const signedItems = readChecklist(statement).filter((candidate) => candidate.state !== 'open');
  const rows = signedItems.map((entry) => [item(entry), state(entry), source(entry)].map(toSingleLine));
  return ['', `${title}. ${lead}`, formatTable([columns, ...rows], '  '), ''];
}

/** Lists the files of the model that were not compared; empty if no file was compared. */
export function listMissingFiles({ statement }: VerifiedHallmark, files: readonly FileMatch[]): readonly string[] {
  if (!files.some(({ kind }) => kind === 'model')) return [];
  return listUnmatchedFiles(statement, files).map(({ name }) => name);
}

function formatModel(verified: VerifiedHallmark, files: readonly FileMatch[]): readonly string[] {
  const missing = listMissingFiles(verified, files);
  if (missing.length > 0) return [toSingleLine(words.files.missing(missing))];
  return files.some(({ kind }) => kind === 'model') ? [words.files.complete] : [];
}

const formatFileMatch = (match: FileMatch) =>
  match.kind === 'model'
    ? words.files.model(match.file, match.name)
    : match.kind === 'gates'
      ? words.files.gates(match.file)
      : '';
