import { readString, type Pointer } from '../ffi/memory.ts';
import type { OrtApi } from './ort-api.ts';

/**
 * Reads the number of bytes that a session's arena has allocated for weights and activations; `null` if the arena is off.
 * @param memory the `OrtMemoryInfo` of host memory
 */
export function readArenaBytes(api: OrtApi, session: Pointer, memory: Pointer): number | null {
  const allocator = api.callForResult('CreateAllocator', session, memory);
  try {
    const statistics = api.callForResult('AllocatorGetStats', allocator);
    try {
      const value = api.callUnchecked('GetKeyValue', statistics, 'TotalAllocated') as Pointer | null;
      return value ? Number(readString(value)) : null;
    } finally {
      api.callUnchecked('ReleaseKeyValuePairs', statistics);
    }
  } finally {
    api.callUnchecked('ReleaseAllocator', allocator);
  }
}
