/** Why a benchmark cannot be measured on this machine. */
export class SkippedError extends Error {}
