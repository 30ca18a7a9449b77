import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { securityHeaders } from './companion/gateway/headers.ts';
import { nameChunk, findBundle } from './scripts/offline-bundles.ts';
import { patchOrt } from './scripts/patch-ort.ts';
import { patchWllama } from './scripts/patch-wllama.ts';
import { serveModels } from './scripts/serve-models.ts';
import { webManifest } from './scripts/web-manifest.ts';

/**
 * Every file has a fixed cost besides its bytes, above all when it comes from the service worker. The initial code of a
 * page or worker is therefore one file, and shared code is grouped into a few larger files.
 */
const initialChunk = { name: 'start', tags: ['$initial' as const] };
/** One file for all shared code of the project: if it were split by user, the files could import each other. */
const shared = { name: 'shared', test: /[\\/](src|workers)[\\/](?!words)/, minShareCount: 2 };
/** What the start page knows of the device: in `shared`, it would load all of that file. */
const deviceFacts = {
  name: 'device-facts',
  test: /src[\\/](state[\\/])?device[\\/](device-facts|browser-name|gpu-facts|power-facts|storage-facts|wasm-features)\./,
  minShareCount: 2,
};
/** The only shared component of the start page: in `components`, it would load all of them. */
const startComponents = { name: 'start-components', test: /src[\\/]ui[\\/]components[\\/]Badge\./, minShareCount: 2 };
/** Core and converter: the backends import them, but they import no backend. */
const tfjs = { name: 'tfjs', test: /@tensorflow[\\/]tfjs(-core|-converter)?[\\/]/, minShareCount: 3 };
const pageFiles = {
  groups: [
    initialChunk,
    startComponents,
    { name: 'components', test: /src[\\/]ui[\\/]components[\\/]/, minShareCount: 8 },
    deviceFacts,
    shared,
  ],
};
const workerFiles = {
  groups: [initialChunk, shared, tfjs],
};
/**
 * `@tensorflow/tfjs` includes layers, data and two backends, each of which registers itself on import. Without side
 * effects, only the exports in use are bundled.
 */
const treeshake = { moduleSideEffects: [{ test: /[\\/]@tensorflow[\\/]tfjs[\\/]/, sideEffects: false }] };
const shortName = ({ name, moduleIds }: { readonly name: string; readonly moduleIds: readonly string[] }) =>
  `assets/${nameChunk(name, moduleIds)}-[hash].js`;

export default defineConfig({
  base: './',
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    serveModels(import.meta.dirname),
    patchWllama(),
    patchOrt(),
    policyInPage(),
    pwa(),
  ],
  worker: {
    format: 'es',
    plugins: () => [patchWllama(), patchOrt()],
    rolldownOptions: {
      treeshake,
      output: { codeSplitting: workerFiles, chunkFileNames: shortName },
    },
  },
  optimizeDeps: { exclude: ['@wllama/wllama', 'onnxruntime-web/wasm'] }, // so that the development server applies the patches as well
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false, resolveDependencies: preloadOnlyStyles },
    rolldownOptions: { treeshake, output: { codeSplitting: pageFiles, chunkFileNames: shortName } },
  },
});

/**
 * Preloads the styles of a page, but not its code: the start code would otherwise list the files of every page, 0.7 kB
 * compressed.
 */
function preloadOnlyStyles(_file: string, dependencies: string[]): string[] {
  return dependencies.filter((dependency) => dependency.endsWith('.css'));
}

/** Repeats the policy in the page for hosts that send no headers. `frame-ancestors` is not allowed in a page. */
function policyInPage(): Plugin {
  const policy = securityHeaders['Content-Security-Policy']?.replace(/; frame-ancestors [^;]*/, '');
  return {
    name: 'policy-in-page',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

function pwa() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'workers',
    filename: 'service-worker.ts',
    injectRegister: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*'],
      globIgnores: ['**/*.map'],
      maximumFileSizeToCacheInBytes: 64 * 2 ** 20,
      manifestTransforms: [
        (entries) => ({
          manifest: entries.map((entry) => ({
            ...entry,
            sizeBytes: entry.size,
            bundle: findBundle(entry.url),
          })),
        }),
      ],
    },
    manifest: webManifest,
  });
}
