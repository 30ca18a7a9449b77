import { AppError } from '#core/errors/error.ts';

/** Features that the library's kernels use if the adapter has them: the same list that the library itself requests. */
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
 * A device for one session. The library would share one device between sessions and not free its buffers when a session
 * is released; this one is destroyed with its session, including all its buffers.
 *
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
