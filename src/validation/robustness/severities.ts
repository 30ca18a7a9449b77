/** The severity of a corruption, as in ImageNet-C. */
export type Severity = 1 | 2 | 3 | 4 | 5;

export const severities: readonly Severity[] = [1, 2, 3, 4, 5];

/** A value for each severity, the mildest first. */
export type SeverityConstants<T> = readonly [T, T, T, T, T];
