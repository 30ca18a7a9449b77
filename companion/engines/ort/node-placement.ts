import { readPointers, readString, type Pointer } from '../ffi/memory.ts';
import type { OrtApi } from './ort-api.ts';

/** The option without which a session does not know where its nodes run. */
export const recordsPlacement = ['session.record_ep_graph_assignment_info', '1'] as const;

/** The number of nodes by provider, once the graph is optimised and divided. */
export function readPlacement(api: OrtApi, session: Pointer): Readonly<Record<string, number>> {
  const placement: Record<string, number> = {};
  for (const subgraph of readPointers(...api.getArray('Session_GetEpGraphAssignmentInfo', session))) {
    const provider = readString(api.get('EpAssignedSubgraph_GetEpName', subgraph));
    const [, nodes] = api.getArray('EpAssignedSubgraph_GetNodes', subgraph);
    placement[provider] = (placement[provider] ?? 0) + nodes;
  }
  return placement;
}
