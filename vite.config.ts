import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { securityHeaders } from './companion/gateway/headers.ts';
import { patchWllama } from './scripts/patch-wllama.ts';
import { serveModels } from './scripts/serve-models.ts';

/** Larger files, and every model and wasm, are kept offline after the first result, not before it. */
const shellFileBytes = 100_000;

/**
 * A file costs more than its bytes, from the service worker above all. What a page or a worker starts with is one file,
 * and what several parts of it share comes in a few larger ones.
 */
const startsAsOne = { name: 'start', tags: ['$initial' as const] };
/** One file for all of our own that parts share: split by who shares what, such files can import one another. */
const shared = { name: 'shared', test: /[\\/](src|workers)[\\/](?!words)/, minShareCount: 2 };
/** Core and converter, which the backends import and which import none of them. */
const tfjs = { name: 'tfjs', test: /@tensorflow[\\/]tfjs(-core|-converter)?[\\/]/, minShareCount: 3 };
const pageFiles = {
  groups: [startsAsOne, { name: 'components', test: /src[\\/]ui[\\/]components[\\/]/, minShareCount: 2 }, shared],
};
const workerFiles = {
  groups: [startsAsOne, shared, tfjs],
};
/**
 * `@tensorflow/tfjs` brings layers, data and two backends along, each of which would register itself: of what it exports,
 * only what is named is taken.
 */
const treeshake = { moduleSideEffects: [{ test: /[\\/]@tensorflow[\\/]tfjs[\\/]/, sideEffects: false }] };
/** Without the list of all that share it, which the bundler puts behind the name. */
const shortName = ({ name }: { readonly name: string }) => `assets/${name.split('~')[0]}-[hash].js`;

export default defineConfig({
  base: './',
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    serveModels(import.meta.dirname),
    patchWllama(),
    policyInPage(),
    pwa(),
  ],
  worker: {
    format: 'es',
    plugins: () => [patchWllama()],
    rolldownOptions: {
      treeshake,
      output: { codeSplitting: workerFiles, chunkFileNames: shortName },
    },
  },
  optimizeDeps: { exclude: ['@wllama/wllama'] }, // so that the development server changes it as well
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: { treeshake, output: { codeSplitting: pageFiles, chunkFileNames: shortName } },
  },
});

/** The policy also stands in the page, for hosts that send no headers. A page cannot say who may frame it. */
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
            later: entry.size > shellFileBytes || /\.wasm$|^models\//.test(entry.url),
          })),
        }),
      ],
    },
    manifest: {
      name: 'Assay',
      short_name: 'Assay',
      description: 'Run, measure and prove AI models in the browser.',
      lang: 'en',
      start_url: './',
      scope: './',
      display: 'standalone',
      background_color: '#f2f0ea',
      theme_color: '#1e1d1b',
      categories: ['utilities', 'developer'],
      icons: [
        { src: './icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ...[192, 512].flatMap((size) => [
          { src: `./icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png' },
          { src: `./icon-maskable-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose: 'maskable' },
        ]),
      ],
      shortcuts: [
        { name: 'Find things in an image', url: './#/run?task=object-detection' },
        { name: 'Check this device', url: './#/device' },
      ],
    },
  });
}
