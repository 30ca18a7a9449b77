import { grades, outcomeOf } from '#core/gate.ts';
import { verdictOf } from '#gates/verdict.ts';
import { refused } from './refused.ts';
import type { HallmarkStatement, SignedRun } from './statement.ts';

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
  const contradicted = gates.find((gate) => gate.state !== 'not-measured' && gate.state !== outcomeOf(gate, gate));
  if (contradicted) throw refused({ reason: 'outcome-not-of-limit', gate: contradicted.gate });
  const wantVerdict = verdictOf(gates);
  if (verdict !== wantVerdict) throw refused({ reason: 'verdict-not-of-gates', verdict, wantVerdict });
  const field = (name: string) => refused({ reason: 'statement-field', signature, field: `predicate.run.${name}` });
  if (grade !== null && !grades.includes(grade)) throw field('grade');
  const isComplete = environment.kind === 'page' ? environment.browser !== undefined : environment.cpu !== undefined;
  if (!isComplete) throw field('environment');
}
