import { engines } from '#core/engine/engines.ts';
import { computeMargin, decideGateState, type GateOutcome, type MeasuredGate } from '#core/gate/gate-outcome.ts';
import { isAlwaysMet, limitRanges } from '#gates/file/limit-ranges.ts';
import { gateIds, getGate } from '#gates/index.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import type { RunPredicate, SignedRun } from '../statement/statement.ts';

/** The gates whose samples are the items of the labelled dataset. */
const scoredByItem: ReadonlySet<string> = new Set(['quality-ratio', 'quality', 'error-rate']);

/** The parts of a run on which outcomes of gates depend. */
type MeasuredRun = Pick<RunPredicate, 'data' | 'baseline'> & { readonly run: Pick<SignedRun, 'target'> };

/**
 * Rejects an outcome that its gate cannot have.
 * @throws AppError hallmark-invalid
 */
export function checkOutcome(outcome: GateOutcome, run: MeasuredRun): void {
  const { gate, limit, unit, comparator, isRelative } = outcome;
  const id = gateIds.find((gateId) => gateId === gate);
  if (!id) throw createHallmarkError({ reason: 'gate-not-supported' });
  const definition = getGate(id);
  const createGateError = (field: string) => createHallmarkError({ reason: 'gate-not-as-defined', gate, field });
  if (comparator !== definition.comparator) throw createGateError('comparator');
  if (unit !== definition.unit) throw createGateError('unit');
  if (isRelative !== definition.isRelative) throw createGateError('isRelative');
  const [min, max] = limitRanges[unit];
  if (limit < min || limit > max || isAlwaysMet(definition, limit)) throw createGateError('limit');
  const isApplicable = (definition.modelKind ?? getModelKind(run)) === getModelKind(run);
  if ((outcome.state !== 'not-applicable') !== isApplicable) throw createGateError('state');
  if (!('measured' in outcome)) return;
  if (outcome.n < (definition.minSamples ?? 1)) throw createGateError('n');
  if (outcome.measured < 0 && unit !== 'fraction') throw createGateError('measured');
  if (outcome.interval === 'exact' && definition.minSamples !== undefined) throw createGateError('interval');
  if (!isInterval(outcome)) throw createGateError('interval');
  if (isRelative && !run.baseline) throw createHallmarkError({ reason: 'gate-without-baseline', gate });
  if (scoredByItem.has(gate)) {
    if (outcome.metric === undefined) throw createGateError('metric');
    // Items on which the model failed count as wrong.
    const items = run.data ? run.data.items + run.data.failed : 0;
    if (outcome.n > items) throw createHallmarkError({ reason: 'gate-without-items', gate, n: outcome.n, items });
  }
  const isFalsePass = outcome.state === 'pass' && computeMargin(outcome, outcome.measured) < 0;
  if (outcome.state !== decideGateState(outcome, outcome) || isFalsePass) {
    throw createHallmarkError({ reason: 'state-contradicts-limit', gate });
  }
}

function getModelKind({ run }: Pick<MeasuredRun, 'run'>) {
  return engines[run.target.engine].kind;
}

/**
 * Returns whether the ends are in order, at one of the two confidence levels of gates, and enclose the value. The
 * bootstrap interval of a biased score, such as the calibration error, can exclude its value, but by no more than its
 * own width.
 */
function isInterval({ measured, interval }: MeasuredGate): boolean {
  if (interval === 'exact') return true;
  const { low, high, confidence } = interval;
  const width = high - low;
  return (
    width >= 0 && (confidence === 0.95 || confidence === 0.975) && measured >= low - width && measured <= high + width
  );
}
