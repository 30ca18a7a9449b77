import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { serveModels } from './scripts/serve-models.ts';

export default defineConfig({
  base: './',
  plugins: [svelte({ compilerOptions: { runes: true } }), serveModels(import.meta.dirname)],
  worker: { format: 'es' },
  build: { target: 'es2023', modulePreload: { polyfill: false } },
});
