import type { Gate } from '../gate.ts';

/** Counts findings of high severity in the files of the model. */
export const securityFindings: Gate = {
  unit: 'count',
  comparator: '<=',
  isRelative: false,
  limit: { value: 0, source: 'own-choice' },
  measure: ({ security }) => (security ? { ...security, interval: 'exact' } : { code: 'no-security-suite' }),
};
