import type { Rewriter } from './rewriter.ts';

/** What a pass did, or why it did nothing: a code and its facts, worded in `src/words`. */
export interface PassOutcome {
  readonly code: 'rewritten' | 'nothing-to-rewrite';
  /** Counts by name, as the pass documents them. */
  readonly facts: Readonly<Record<string, number>>;
}

/** A rewrite of a graph that keeps its inputs, its outputs and what it computes. One file and one line in `passes/`. */
export interface Pass {
  /** The file's name. */
  readonly id: string;
  /** The pass has nothing to rewrite in a graph without any of these operators. */
  readonly operators: readonly string[];
  /** @throws AppError model-corrupt where a stored tensor is broken */
  apply(graph: Rewriter): Promise<PassOutcome>;
}

export const nothingToRewrite: PassOutcome = { code: 'nothing-to-rewrite', facts: {} };
