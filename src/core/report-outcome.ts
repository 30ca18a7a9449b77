import type { FlagId, Outcome } from './report.ts';

/** The gravest thing that the flags of a report say of its figures. */
export function outcomeOf(flags: readonly FlagId[]): Outcome {
  if (flags.includes('disagrees')) return 'invalid';
  if (flags.includes('interrupted')) return 'interrupted';
  return flags.includes('indicative') || flags.includes('capped') ? 'indicative' : 'valid';
}
