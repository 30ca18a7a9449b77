/** Why there is no GPU to compute on here, or null where there is one. Never throws. */
export async function webgpuMissing(): Promise<string | null> {
  if (!('gpu' in navigator)) return 'this browser has no WebGPU';
  try {
    return (await navigator.gpu.requestAdapter()) ? null : 'WebGPU finds no graphics adapter on this device';
  } catch (thrown) {
    return `WebGPU cannot be asked for an adapter: ${String(thrown)}`;
  }
}
