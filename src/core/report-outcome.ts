import type { FlagId, Outcome } from './report.ts';

/** The outcome of a report: the most serious consequence of its flags. */
export function outcomeOf(flags: readonly FlagId[]): Outcome {
  if (flags.includes('disagrees')) return 'invalid';
  if (flags.includes('interrupted')) return 'interrupted';
  return flags.includes('indicative') || flags.includes('capped') ? 'indicative' : 'valid';
}
