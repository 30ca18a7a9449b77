/** The reason that a benchmark cannot be measured on this machine. */
export class SkippedError extends Error {}
