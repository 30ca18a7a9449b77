/** Severity of a corruption, as in ImageNet-C. */
export type Level = 1 | 2 | 3 | 4 | 5;

export const levels: readonly Level[] = [1, 2, 3, 4, 5];

/** A value for each severity, the mildest first. */
export type Levels<T> = readonly [T, T, T, T, T];
