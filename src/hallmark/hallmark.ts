import type { SignedPayload } from './sign/signature.ts';

/** A hallmark as read, before verification. */
export interface Hallmark {
  readonly original: SignedPayload;
  readonly countersignatures: readonly SignedPayload[];
}

/** Formats the name of a countersignature for errors and lists. */
export const formatCountersignatureName = (index: number) => `countersignature ${index + 1}`;

/** Maximum number that is read; fewer fit in a practical link. */
export const maxCountersignatures = 16;
