import { AppError } from '#core/errors/error.ts';

/** Optional features that the library's kernels use: the list that the library itself requests. */
const features = ['shader-f16', 'subgroups', 'timestamp-query'] as const satisfies readonly GPUFeatureName[];
const limits = [
  'maxBindGroups',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * Requests a GPU device for one session, whose buffers are freed by destroying it. The device that the library would
 * create is shared between sessions and retains the buffers of released ones.
 * @throws AppError engine-unavailable
 */
export async function openGpuDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new AppError('engine-unavailable', { engine: 'ort', device: 'webgpu', reason: 'no-gpu-adapter' });
  return adapter.requestDevice({
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]])),
  });
}
