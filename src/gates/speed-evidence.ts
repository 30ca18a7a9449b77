import type { SpeedReport } from '#core/report/report.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import type { GateEvidence, ModelEvidence } from './gate-evidence.ts';

/** Collects the evidence of a benchmark for gates: speed, size and memory, but no scores. */
export function collectSpeedEvidence(report: SpeedReport): GateEvidence {
  const { subject, validity, memory } = report;
  const memoryBytes = memory?.wasmHeapBytes;
  return {
    modelKind: report.kind,
    candidate: {
      sizeBytes: subject.sizeBytes,
      validity,
      ...(memoryBytes !== undefined && { memoryBytes }),
      ...readTimes(report),
    },
  };
}

/**
 * Reads the measured times. Those of a language model are of generation with an empty context, which every run
 * measures.
 */
function readTimes(report: SpeedReport): Partial<ModelEvidence> {
  if (report.kind === 'tensor') {
    const [cell] = report.cells;
    return cell ? { latenciesMs: listCountedSamples(cell.steady) } : {};
  }
  const generation = report.cells.find(({ work, depth }) => work === 'generation' && depth === 0);
  return {
    ...(generation && { tokenMs: listCountedSamples(generation.steady) }),
    ...(report.firstToken && { firstTokenMs: listCountedSamples(report.firstToken.steady) }),
  };
}
