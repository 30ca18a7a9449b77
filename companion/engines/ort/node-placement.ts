import { readPointers, readString, type Pointer } from '../ffi/memory.ts';
import type { OrtApi } from './ort-api.ts';

/** The session option, as key and value, that makes onnxruntime record the provider of each node. */
export const recordPlacementEntry = ['session.record_ep_graph_assignment_info', '1'] as const;

/** Counts the nodes of the optimised graph by the provider that runs them. */
export function readPlacement(api: OrtApi, session: Pointer): Readonly<Record<string, number>> {
  const placement: Record<string, number> = {};
  for (const subgraph of readPointers(...api.callForArray('Session_GetEpGraphAssignmentInfo', session))) {
    const provider = readString(api.callForResult('EpAssignedSubgraph_GetEpName', subgraph));
    const [, nodes] = api.callForArray('EpAssignedSubgraph_GetNodes', subgraph);
    placement[provider] = (placement[provider] ?? 0) + nodes;
  }
  return placement;
}
