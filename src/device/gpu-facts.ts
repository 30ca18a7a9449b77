/** The properties of the default WebGPU adapter. */
export interface GpuFacts {
  readonly vendor: string;
  readonly architecture: string;
  /** Empty in most browsers. */
  readonly description: string;
  /** Emulated on the CPU: correct, but slower than wasm. */
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

/** `null` if there is no WebGPU or no adapter. Requests no permission and opens no device. */
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

/** `null` without off-screen WebGL. Only the renderer's class is reported: its name would help to identify a user. */
export function readWebglFacts(): WebglFacts | null {
  if (typeof OffscreenCanvas !== 'function') return null;
  const canvas = new OffscreenCanvas(1, 1);
  const second = canvas.getContext('webgl2');
  const context = second ?? canvas.getContext('webgl');
  if (!context) return null;
  const named = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = context.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { version: second ? 2 : 1, renderer: classifyRenderer(renderer) };
}

function classifyRenderer(renderer: unknown): WebglFacts['renderer'] {
  if (typeof renderer !== 'string' || renderer === '') return 'unknown';
  if (isSoftwareRenderer(renderer)) return 'software';
  // Some browsers without the extension return their own name instead of a renderer's.
  return /^(webkit webgl|mozilla)$/i.test(renderer) ? 'unknown' : 'hardware';
}

/** Whether the name belongs to a known software renderer. */
export function isSoftwareRenderer(name: string): boolean {
  return softwareRenderers.test(name);
}
