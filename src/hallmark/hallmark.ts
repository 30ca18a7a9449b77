import type { SignedPayload } from './sign/signature.ts';

/** A hallmark as it was read: nothing in it has been verified. */
export interface Hallmark {
  readonly original: SignedPayload;
  readonly countersignatures: readonly SignedPayload[];
}

/** Names a signature in errors and lists. */
export const formatCountersignatureName = (index: number) => `countersignature ${index + 1}`;

/** More than fit a link that can be sent; a limit for readers. */
export const maxCountersignatures = 16;
