import type { FlagId, Outcome } from './report.ts';

/** The most serious consequence that the flags of a report have for its figures. */
export function outcomeOf(flags: readonly FlagId[]): Outcome {
  if (flags.includes('disagrees')) return 'invalid';
  if (flags.includes('interrupted')) return 'interrupted';
  return flags.includes('indicative') || flags.includes('capped') ? 'indicative' : 'valid';
}
