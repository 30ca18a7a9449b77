import * as frameworkMatrices from '#planner/frameworks.ts';
import { listSummaries } from '#records/result-records.ts';

export { frameworkMatrices };

type FrameworkId = frameworkMatrices.FrameworkId;
const { enginesByFramework, frameworkIds } = frameworkMatrices;

/** A summary of the stored results of a framework's engines. */
export interface FrameworkMeasurement {
  readonly results: number;
  /** `null` if none of them has such a value. */
  readonly fastestMs: number | null;
  readonly tokensPerS: number | null;
}

/** Lists the valid results of each framework; `null` if there are none. */
export async function listFrameworkMeasurements(): Promise<Readonly<Record<FrameworkId, FrameworkMeasurement | null>>> {
  const summaries = await listSummaries().catch(() => []); // without storage there are no results
  const summariseFramework = (id: FrameworkId): FrameworkMeasurement | null => {
    const cells = [];
    let results = 0;
    for (const summary of summaries) {
      if (summary.kind !== 'tensor' && summary.kind !== 'text') continue;
      if (summary.validity === 'invalid' || summary.validity === 'interrupted') continue;
      if (!enginesByFramework[id].includes(summary.engine)) continue;
      results++;
      cells.push(...summary.cells);
    }
    const times = cells.filter(({ unit }) => unit === 'ms').map(({ value }) => value);
    const speeds = cells.filter(({ unit }) => unit === 'tokens/s').map(({ value }) => value);
    if (results === 0) return null;
    return {
      results,
      fastestMs: times.length > 0 ? Math.min(...times) : null,
      tokensPerS: speeds.length > 0 ? Math.max(...speeds) : null,
    };
  };
  return Object.fromEntries(frameworkIds.map((id) => [id, summariseFramework(id)])) as Record<
    FrameworkId,
    FrameworkMeasurement | null
  >;
}
