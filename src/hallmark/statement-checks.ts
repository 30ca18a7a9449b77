import { verdictOf } from '#gates/verdict.ts';
import { refused } from './refused.ts';
import type { HallmarkStatement, MeasuredGate, SignedRun } from './statement.ts';

const grades: ReadonlySet<SignedRun['grade']> = new Set([null, 950, 990, 999]);

/** Rejects a hallmark that contradicts itself, which no run can have produced. @throws AppError hallmark-refused */
export function checkHallmark({ subject, predicate }: HallmarkStatement): void {
  const { gateFile, run } = predicate;
  if (subject.length === 0) throw refused({ reason: 'no-subject' });
  if (Date.parse(gateFile.readAt) > Date.parse(run.startedAt)) {
    throw refused({ reason: 'gates-after-start', readAt: gateFile.readAt, startedAt: run.startedAt });
  }
  checkRun(run, 'hallmark');
}

/** @param signature names the signature in errors @throws AppError hallmark-refused */
export function checkRun({ gates, verdict, grade, environment }: SignedRun, signature: string): void {
  const names = gates.map(({ gate, metric }) => [gate, metric].join(' '));
  const repeated = gates.find((_, index) => names.indexOf(names[index]!) !== index);
  if (repeated) throw refused({ reason: 'gate-repeated', gate: repeated.gate });
  const contradicted = gates.find(
    (gate) => gate.state !== 'not-measured' && (gate.state === 'pass') !== meetsLimit(gate),
  );
  if (contradicted) throw refused({ reason: 'outcome-not-of-limit', gate: contradicted.gate });
  const wantVerdict = verdictOf(gates);
  if (verdict !== wantVerdict) throw refused({ reason: 'verdict-not-of-gates', verdict, wantVerdict });
  const field = (name: string) => refused({ reason: 'statement-field', signature, field: `predicate.run.${name}` });
  if (!grades.has(grade)) throw field('grade');
  const isComplete = environment.kind === 'page' ? environment.browser !== undefined : environment.cpu !== undefined;
  if (!isComplete) throw field('environment');
}

function meetsLimit({ comparator, limit, measured }: MeasuredGate): boolean {
  return comparator === '>=' ? measured >= limit : measured <= limit;
}
