import { pruneIteratively } from '#bridge/optimise-handle.ts';
import type { PruningJudge, PruningRequest } from '#bridge/optimise-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { PruningStep } from '#optimise/iterative-pruning.ts';
import type { JudgedTrial } from '#records/trial-records.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { computeScoreRatio, minRelativeQuality } from './pareto.ts';
import { minSqnrDb } from './sensitivity.svelte.ts';

/** Gates that a model can still pass after more pruning. */
const sizeGates: ReadonlySet<string> = new Set(['model-size', 'model-size-ratio']);

/** Prunes a model in steps, as long as it passes. */
export class Pruning {
  /** The fraction of the remaining weights or channels that each step prunes. */
  stepFraction = $state(0.1);
  /** The steps that were judged, the last of which may have failed. */
  steps = $state.raw<readonly PruningStep[]>([]);
  /** The recipe of the last step that passed, as JSON. */
  recipe = $state.raw<string | null>(null);
  phase = $state<'idle' | 'running' | 'done'>('idle');
  /** The fraction of the nodes that were ranked after a failed step, 0 to 1; `null` while no nodes are ranked. */
  fraction = $state<number | null>(null);
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  /** @param createJudge creates the judge of the user's data; it returns `null` if the outputs decide */
  async run(
    request: Omit<PruningRequest, 'minSqnrDb' | 'stepFraction'>,
    createJudge: (signal: AbortSignal) => Promise<PruningJudge | null>,
  ): Promise<void> {
    this.reset();
    const { signal } = this.#controller;
    this.phase = 'running';
    const endWork = beginWork('optimisation');
    try {
      const judge = await createJudge(signal);
      const { stepFraction } = this;
      const recipe = await pruneIteratively({ ...request, stepFraction, minSqnrDb }, judge, {
        signal,
        onProgress: (fraction) => (this.fraction = fraction < 1 ? fraction : null),
        onStep: (step) => (this.steps = [...this.steps, step]),
      });
      if (!signal.aborted) [this.recipe, this.phase] = [recipe, 'done'];
    } catch (thrown) {
      if (!signal.aborted) [this.error, this.phase] = [asAppError(thrown), 'idle'];
    } finally {
      endWork();
    }
  }

  /** Stops, and discards the steps. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    [this.steps, this.recipe, this.phase, this.fraction, this.error] = [[], null, 'idle', null, null];
  }
}

/** Whether a judged step passes: by the gates, otherwise by its score; `null` if there is neither. */
export function toPruningVerdict({ gates, score }: JudgedTrial): Awaited<ReturnType<PruningJudge>> {
  if (gates) {
    const { verdict, unmet } = gates;
    const isTooLarge = unmet.length > 0 && unmet.every((gate) => sizeGates.has(gate));
    return { verdict: verdict === 'pass' ? 'passes' : isTooLarge ? 'too-large' : 'fails', unmet };
  }
  if (!score) return null;
  return { verdict: (computeScoreRatio(score) ?? 0) >= minRelativeQuality ? 'passes' : 'fails', unmet: [] };
}
