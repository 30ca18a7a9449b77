import { planCells } from '#bench/measure/bench-cells.ts';
import { measureRoundTrip } from '#bench/measure/round-trip.ts';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredTensors } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import type { RemoteSession } from './remote-session-setup.ts';

/**
 * Measures a session in the companion, and then the round trip of a call from this worker.
 * @throws AppError from the benchmark
 */
export async function benchRemotely(
  session: TensorSession & RemoteSession,
  request: BenchRequest,
  orderSeed: number,
  onProgress: (progress: Progress) => void,
): Promise<MeasuredTensors> {
  const measuredRun = await session.bench(request, orderSeed, onProgress);
  if (measuredRun.kind !== 'tensor') throw new AppError('internal', { why: `measured as ${measuredRun.kind}` });
  const [cell] = planCells(request, session.facts.inputs, null);
  return cell ? { ...measuredRun, roundTrip: await measureRoundTrip(session, cell.inputs) } : measuredRun;
}
