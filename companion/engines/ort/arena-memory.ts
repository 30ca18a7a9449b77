import { readString, type Pointer } from '../ffi/memory.ts';
import type { OrtApi } from './ort-api.ts';

/**
 * The memory that a session's arena has taken from the system, for weights and activations; `null` if the arena is off.
 * @param memory the library's description of host memory
 */
export function readArenaBytes(api: OrtApi, session: Pointer, memory: Pointer): number | null {
  const allocator = api.get('CreateAllocator', session, memory);
  try {
    const statistics = api.get('AllocatorGetStats', allocator);
    try {
      const value = api.call('GetKeyValue', statistics, 'TotalAllocated') as Pointer | null;
      return value ? Number(readString(value)) : null;
    } finally {
      api.call('ReleaseKeyValuePairs', statistics);
    }
  } finally {
    api.call('ReleaseAllocator', allocator);
  }
}
