import { computeGrade } from '#gates/run-grade.ts';
import { computeVerdict } from '#gates/run-verdict.ts';
import { checkOutcome } from './outcome-checks.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import type { HallmarkStatement, RunPredicate } from '../statement/statement.ts';

/**
 * Checks that the fields of a hallmark agree with each other, as they do in every hallmark of a real run.
 * @throws AppError hallmark-invalid
 */
export function checkHallmark({ subject, predicate }: HallmarkStatement): void {
  if (subject.length === 0) throw createHallmarkError({ reason: 'no-subject' });
  const { parent, recipe, checklist = [], hostileInputs = [], statements = [] } = predicate;
  const toNames = (texts: readonly string[]) => texts.map((name) => ({ name }));
  checkNames('hallmark', {
    subject,
    parent,
    recipe,
    checklist: [...checklist, ...toNames(checklist.map(({ note }) => note))],
    statements: toNames(statements.map(({ text }) => text)),
  });
  const repeated =
    findRepeated(checklist.map(({ item }) => item)) ??
    findRepeated(hostileInputs.map(({ input }) => input)) ??
    findRepeated(statements.map(({ statement }) => statement));
  if (repeated !== undefined) throw createHallmarkError({ reason: 'item-repeated', item: repeated });
  checkRun(predicate, 'hallmark');
}

function findRepeated<T>(values: readonly T[]): T | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

/**
 * Checks that the fields of a run agree with each other.
 * @param signature how error messages refer to the signature, such as `hallmark`
 * @throws AppError hallmark-invalid
 */
export function checkRun(predicate: RunPredicate, signature: string): void {
  const { gateFile, run, data, baseline, baselineFiles } = predicate;
  const { gates, verdict, grade, environment } = run;
  checkNames(signature, { data, baseline, baselineFiles });
  if (Date.parse(gateFile.readAt) > Date.parse(run.startedAt)) {
    throw createHallmarkError({ reason: 'gates-after-start', readAt: gateFile.readAt, startedAt: run.startedAt });
  }
  const repeated = gates.find(({ gate }, index) => gates.findIndex((other) => other.gate === gate) !== index);
  if (repeated) throw createHallmarkError({ reason: 'gate-repeated', gate: repeated.gate });
  if (!gates.some(({ severity }) => severity === 'error')) throw createHallmarkError({ reason: 'no-required-gate' });
  for (const gate of gates) checkOutcome(gate, predicate);
  const expectedVerdict = computeVerdict(gates);
  if (verdict !== expectedVerdict)
    throw createHallmarkError({ reason: 'verdict-contradicts-gates', verdict, expectedVerdict });
  const expectedGrade = computeGrade(gates);
  if (grade !== expectedGrade) {
    throw createHallmarkError({
      reason: 'grade-contradicts-gates',
      grade: String(grade),
      expectedGrade: String(expectedGrade),
    });
  }
  const isComplete = environment.kind === 'page' ? environment.browser !== undefined : environment.cpu !== undefined;
  if (!isComplete)
    throw createHallmarkError({ reason: 'statement-field', signature, field: 'predicate.run.environment' });
}

type Named = { readonly name: string } | undefined;

/** Rejects names of only spaces or invisible characters, which identify nothing. */
function checkNames(signature: string, fields: Readonly<Record<string, Named | readonly Named[]>>): void {
  for (const [field, value] of Object.entries(fields)) {
    if ([value].flat().some((named) => named && !isVisible(named.name))) {
      throw createHallmarkError({ reason: 'name-invisible', signature, field });
    }
  }
}

function isVisible(name: string): boolean {
  // Unicode classifies U+2800, the empty Braille pattern, as a symbol.
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name.replaceAll(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ''));
}
