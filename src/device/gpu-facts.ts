/** The properties of the default WebGPU adapter. */
export interface GpuFacts {
  readonly vendor: string;
  readonly architecture: string;
  /** Empty in most browsers. */
  readonly description: string;
  /** Whether it is emulated on the CPU: correct, but slower than wasm. */
  readonly software: boolean;
  readonly features: readonly string[];
  readonly limits: {
    readonly maxBufferSize: number;
    readonly maxStorageBufferBindingSize: number;
    readonly maxComputeWorkgroupStorageSize: number;
    readonly maxComputeInvocationsPerWorkgroup: number;
  };
}

const softwareRenderers = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** Reads the properties; `null` without WebGPU or an adapter. Requests no permission and opens no device. */
export async function readGpuFacts(): Promise<GpuFacts | null> {
  if (!('gpu' in navigator)) return null;
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (!adapter) return null;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup } = adapter.limits;
  return {
    vendor,
    architecture,
    description,
    software: isFallbackAdapter || isSoftwareRenderer(`${vendor} ${architecture} ${description}`),
    features: [...adapter.features].sort(),
    limits: {
      maxBufferSize,
      maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup,
    },
  };
}

export interface WebglFacts {
  readonly version: 1 | 2;
  readonly renderer: 'hardware' | 'software' | 'unknown';
}

/**
 * Reads the properties; `null` without off-screen WebGL. Only the renderer's class is reported, because its name would
 * help to identify a user.
 */
export function readWebglFacts(): WebglFacts | null {
  if (typeof OffscreenCanvas !== 'function') return null;
  const canvas = new OffscreenCanvas(1, 1);
  const webgl2 = canvas.getContext('webgl2');
  const context = webgl2 ?? canvas.getContext('webgl');
  if (!context) return null;
  const debugInfo = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = context.getParameter(debugInfo ? debugInfo.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { version: webgl2 ? 2 : 1, renderer: classifyRenderer(renderer) };
}

function classifyRenderer(renderer: unknown): WebglFacts['renderer'] {
  if (typeof renderer !== 'string' || renderer === '') return 'unknown';
  if (isSoftwareRenderer(renderer)) return 'software';
  // Some browsers without the extension return their name instead of a renderer's.
  return /^(webkit webgl|mozilla)$/i.test(renderer) ? 'unknown' : 'hardware';
}

/** Returns whether the name belongs to a known software renderer. */
export function isSoftwareRenderer(name: string): boolean {
  return softwareRenderers.test(name);
}
