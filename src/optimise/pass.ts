import type { Rewriter } from './rewriter.ts';

/** What a pass did, or why it did nothing: a code and its facts, with texts in `src/words`. */
export interface PassOutcome {
  readonly code: 'rewritten' | 'nothing-to-rewrite';
  /** Counts by name, documented by the pass. */
  readonly facts: Readonly<Record<string, number>>;
}

/** A graph rewrite that preserves inputs, outputs and results. One file and one line in `passes/`. */
export interface Pass {
  /** The file's name. */
  readonly id: string;
  /** The pass has nothing to rewrite in a graph without any of these operators. */
  readonly operators: readonly string[];
  /** @throws AppError model-corrupt if a stored tensor is damaged */
  apply(graph: Rewriter): Promise<PassOutcome>;
}

export const nothingToRewrite: PassOutcome = { code: 'nothing-to-rewrite', facts: {} };
