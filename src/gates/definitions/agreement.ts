import type { Gate } from '../gate.ts';

/** Agreement of the outputs with a reference run of the same model (R22): their cosine, or the share of equal tokens. */
export const agreement: Gate = {
  unit: 'share',
  comparator: '>=',
  isRelative: false,
  limit: { value: 0.9999, source: 'agreement-verdict' },
  measure({ candidate }) {
    if (!candidate.agreement) return { code: 'no-agreement' };
    return { interval: 'exact', ...candidate.agreement };
  },
};
