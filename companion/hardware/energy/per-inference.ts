import type { MeasuredEnergy } from './meter.ts';

/** The energy of one inference or token by one source. */
export interface InferenceEnergy {
  readonly source: MeasuredEnergy['source'];
  readonly name: string;
  /** Mean power during the benchmark, idle power and other programs included. */
  readonly watts: number;
  readonly joules: number;
  readonly uncertaintyJ: number;
}

/** The mean power of a whole benchmark, times the duration of one inference of it. */
export function energyPerInference(measured: readonly MeasuredEnergy[], inferenceMs: number): InferenceEnergy[] {
  return measured.map(({ source, name, joules, uncertaintyJ, ms }) => ({
    source,
    name,
    watts: (1000 * joules) / ms,
    joules: (joules * inferenceMs) / ms,
    uncertaintyJ: (uncertaintyJ * inferenceMs) / ms,
  }));
}
