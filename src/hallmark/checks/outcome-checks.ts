import { engines } from '#core/engine/engines.ts';
import { computeMargin, gateState, type GateOutcome, type MeasuredGate } from '#core/gate/gate-outcome.ts';
import { isAlwaysMet, limitRanges } from '#gates/file/limit-ranges.ts';
import { gateIds, getGate } from '#gates/index.ts';
import { hallmarkError } from '../statement/hallmark-error.ts';
import type { RunPredicate, SignedRun } from '../statement/statement.ts';

/** Gates whose samples are the items of the labelled dataset. */
const scoredByItem: ReadonlySet<string> = new Set(['quality-ratio', 'quality', 'error-rate']);

/** What the outcomes of gates depend on. */
type MeasuredRun = Pick<RunPredicate, 'data' | 'baseline'> & { readonly run: Pick<SignedRun, 'target'> };

/**
 * Rejects an outcome that the gate of this name cannot have.
 * @throws AppError hallmark-invalid
 */
export function checkOutcome(outcome: GateOutcome, run: MeasuredRun): void {
  const { gate, limit, unit, comparator, isRelative } = outcome;
  const id = gateIds.find((known) => known === gate);
  if (!id) throw hallmarkError({ reason: 'gate-not-supported' });
  const definition = getGate(id);
  const wrong = (field: string) => hallmarkError({ reason: 'gate-not-as-defined', gate, field });
  if (comparator !== definition.comparator) throw wrong('comparator');
  if (unit !== definition.unit) throw wrong('unit');
  if (isRelative !== definition.isRelative) throw wrong('isRelative');
  const [min, max] = limitRanges[unit];
  if (limit < min || limit > max || isAlwaysMet(definition, limit)) throw wrong('limit');
  const isApplicable = (definition.modelKind ?? modelKind(run)) === modelKind(run);
  if ((outcome.state !== 'not-applicable') !== isApplicable) throw wrong('state');
  if (!('measured' in outcome)) return;
  if (outcome.n < (definition.minSamples ?? 1)) throw wrong('n');
  if (outcome.measured < 0 && unit !== 'fraction') throw wrong('measured');
  if (outcome.interval === 'exact' && definition.minSamples !== undefined) throw wrong('interval');
  if (!isInterval(outcome)) throw wrong('interval');
  if (isRelative && !run.baseline) throw hallmarkError({ reason: 'gate-without-baseline', gate });
  if (scoredByItem.has(gate)) {
    if (outcome.metric === undefined) throw wrong('metric');
    // Items on which the model failed count as wrong.
    const items = run.data ? run.data.items + run.data.failed : 0;
    if (outcome.n > items) throw hallmarkError({ reason: 'gate-without-items', gate, n: outcome.n, items });
  }
  const isFalsePass = outcome.state === 'pass' && computeMargin(outcome, outcome.measured) < 0;
  if (outcome.state !== gateState(outcome, outcome) || isFalsePass) {
    throw hallmarkError({ reason: 'state-contradicts-limit', gate });
  }
}

function modelKind({ run }: Pick<MeasuredRun, 'run'>) {
  return engines[run.target.engine].kind;
}

/**
 * Whether the ends are in order, at one of the two levels of confidence of gates, and around the value. The bootstrap of a
 * biased score, such as the calibration error, can lie outside its value, but by no more than its own width.
 */
function isInterval({ measured, interval }: MeasuredGate): boolean {
  if (interval === 'exact') return true;
  const { low, high, confidence } = interval;
  const width = high - low;
  return (
    width >= 0 && (confidence === 0.95 || confidence === 0.975) && measured >= low - width && measured <= high + width
  );
}
