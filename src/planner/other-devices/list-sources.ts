import type { DeviceSpecification } from './device-specification.ts';

/** Lists the distinct sources of all published values of a device. */
export function listSources({ memories = [], processors }: DeviceSpecification): string[] {
  const values = processors.flatMap(({ peak, bandwidth, weightCache, runs }) => [runs, peak, bandwidth, weightCache]);
  return [...new Set([...values, ...memories].flatMap((value) => value?.source ?? []))];
}
