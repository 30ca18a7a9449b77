import { hasThreadChoice } from '#core/engine/engines.ts';
import { listThreadCounts } from '#tune/list-trials.ts';
import { proposeSetups, type Remedy } from '../remedy.ts';

/** Proposes more threads than are in use, the maximum first. */
export const moreThreads: Remedy = {
  propose({ version, setup, maxThreads }) {
    if (!hasThreadChoice(setup.engine, setup.device)) return 'no-thread-choice';
    const counts = listThreadCounts(maxThreads).filter((count) => count > version.threads);
    return proposeSetups(
      setup,
      counts.map((threads) => ({ threads })),
      'all-threads-used',
    );
  },
};
