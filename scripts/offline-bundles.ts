import type { OfflineBundleId } from '#bridge/offline-contract.ts';

/** The npm package of each engine. */
const packages = {
  ort: 'onnxruntime-web',
  tfjs: '@tensorflow',
  litert: '@litertjs',
  wllama: '@wllama',
  webllm: '@mlc-ai',
} as const;

/** Returns the name of a built script: the name of its chunk, preceded by the engine whose library it contains. */
export function nameChunk(name: string, moduleIds: readonly string[]): string {
  const [short = name] = name.split('~'); // the bundler appends the list of chunks that share it
  const engine = Object.entries(packages).find(([, library]) =>
    moduleIds.some((id) => id.replaceAll('\\', '/').includes(`/node_modules/${library}/`)),
  )?.[0];
  return engine === undefined || short.startsWith(engine) ? short : `${engine}-${short}`;
}

/**
 * Returns the offline bundle of a built file.
 * @param url The URL, relative to the app.
 */
export function findBundle(url: string): OfflineBundleId {
  if (url.startsWith('models/')) return 'models';
  const engine = Object.keys(packages).find((id) => new RegExp(`^assets/${id}[-_.]`).test(url));
  if (engine === undefined) return 'app';
  if (engine === 'ort' && /jspi|asyncify|webgpu/.test(url)) return 'ort-webgpu';
  return engine as keyof typeof packages;
}
