import { gradeOf } from '#gates/grade.ts';
import { verdictOf } from '#gates/verdict.ts';
import { checkOutcome } from './outcome-checks.ts';
import { refused } from './refused.ts';
import type { HallmarkStatement, RunPredicate } from './statement.ts';

/** Rejects a hallmark that contradicts itself, which no run can have produced. @throws AppError hallmark-refused */
export function checkHallmark({ subject, predicate }: HallmarkStatement): void {
  if (subject.length === 0) throw refused({ reason: 'no-subject' });
  const { parent, recipe, checklist = [] } = predicate;
  const notes = checklist.map(({ note }) => ({ name: note }));
  checkNames('hallmark', { subject, parent, recipe, checklist: [...checklist, ...notes] });
  const items = checklist.map(({ item }) => item);
  const repeated = items.find((item, index) => items.indexOf(item) !== index);
  if (repeated !== undefined) throw refused({ reason: 'item-repeated', item: repeated });
  checkRun(predicate, 'hallmark');
}

/** @param signature names the signature in errors @throws AppError hallmark-refused */
export function checkRun(predicate: RunPredicate, signature: string): void {
  const { gateFile, run, data, baseline } = predicate;
  const { gates, verdict, grade, environment } = run;
  checkNames(signature, { data, baseline });
  if (Date.parse(gateFile.readAt) > Date.parse(run.startedAt)) {
    throw refused({ reason: 'gates-after-start', readAt: gateFile.readAt, startedAt: run.startedAt });
  }
  const repeated = gates.find(({ gate }, index) => gates.findIndex((other) => other.gate === gate) !== index);
  if (repeated) throw refused({ reason: 'gate-repeated', gate: repeated.gate });
  if (!gates.some(({ severity }) => severity === 'error')) throw refused({ reason: 'no-required-gate' });
  for (const gate of gates) checkOutcome(gate, predicate);
  const wantVerdict = verdictOf(gates);
  if (verdict !== wantVerdict) throw refused({ reason: 'verdict-not-of-gates', verdict, wantVerdict });
  const wantGrade = gradeOf(gates);
  if (grade !== wantGrade) {
    throw refused({ reason: 'grade-not-of-gates', grade: String(grade), wantGrade: String(wantGrade) });
  }
  const isComplete = environment.kind === 'page' ? environment.browser !== undefined : environment.cpu !== undefined;
  if (!isComplete) throw refused({ reason: 'statement-field', signature, field: 'predicate.run.environment' });
}

type Named = { readonly name: string } | undefined;

/** A name must be visible: one of spaces or invisible characters identifies nothing. */
function checkNames(signature: string, fields: Readonly<Record<string, Named | readonly Named[]>>): void {
  for (const [field, value] of Object.entries(fields)) {
    if ([value].flat().some((named) => named && !isVisible(named.name))) {
      throw refused({ reason: 'name-invisible', signature, field });
    }
  }
}

function isVisible(name: string): boolean {
  // U+2800, the empty Braille pattern, is a symbol for Unicode.
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name.replaceAll(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ''));
}
