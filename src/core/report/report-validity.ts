import type { FlagId, Validity } from './report-header.ts';

/**
 * The validity of a report: the most severe consequence of its flags.
 * @param method version of the method; before version 3, noise did not affect the validity
 */
export function assessValidity(flags: readonly FlagId[], method: string): Validity {
  if (flags.includes('disagrees')) return 'invalid';
  if (flags.includes('interrupted')) return 'interrupted';
  if (isNoisy(flags) && Number.parseInt(method, 10) >= 3) return 'noisy';
  const isIncomplete = flags.some((flag) => flag === 'indicative' || flag === 'capped' || flag === 'incomplete');
  return isIncomplete ? 'indicative' : 'valid';
}

/** Whether the samples vary so much, or the machine was so busy, that the median is not reliable. */
export function isNoisy(flags: readonly FlagId[]): boolean {
  return flags.includes('wide-spread') || flags.includes('busy-machine');
}
