import { basename } from 'node:path';
import { globSync } from 'node:fs';
import { build, type Plugin, type Rolldown, type UserConfig } from 'vite';
import { root } from './project-root.ts';

type WorkerOptions = NonNullable<UserConfig['worker']>;

/**
 * Serves the app's workers to browser tests as bundles. The development server would send each worker's hundreds of
 * modules one by one, to every worker that a test starts. The bundles are built for the first worker, and again after a
 * change.
 * @param options the options of the app's workers
 */
export function serveBundledWorkers(options: WorkerOptions): Plugin {
  let building: ReturnType<typeof buildWorkers> | undefined;
  return {
    name: 'bundled-workers',
    configureServer(server) {
      server.watcher.on('all', () => (building = undefined));
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        const worker = /^\/workers\/(\w+\.worker)\.ts$/.exec(path)?.[1];
        // Redirects the request, because a bundle resolves its other files relative to its own URL.
        if (worker && request.url?.includes('worker_file')) {
          return void response
            .writeHead(307, { Location: `${folder}${worker}.js`, ...server.config.server.headers })
            .end();
        }
        if (!path.startsWith(folder)) return next();
        const currentBuild = (building ??= buildWorkers(options));
        currentBuild.then(
          (files) => {
            const file = files.get(path.slice(1));
            if (file === undefined) return next();
            const type = path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
            response.writeHead(200, { 'Content-Type': type, ...server.config.server.headers }).end(file);
          },
          (error: unknown) => {
            if (building === currentBuild) building = undefined; // the next request tries again
            next(error);
          },
        );
      });
    },
  };
}

const folder = '/test-workers/';

/** Builds the bundles and returns the content of each file by its path. */
async function buildWorkers(options: WorkerOptions): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const entries = globSync('workers/*.worker.ts', { cwd: root });
  const { output } = (await build({
    root,
    configFile: false,
    base: './',
    logLevel: 'error',
    publicDir: false,
    plugins: options.plugins?.() ?? [],
    worker: options,
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      assetsDir: folder.slice(1, -1),
      modulePreload: false,
      rolldownOptions: {
        treeshake: options.rolldownOptions?.treeshake ?? true,
        input: Object.fromEntries(entries.map((path) => [basename(path, '.ts'), path])),
        preserveEntrySignatures: false,
        output: {
          entryFileNames: `${folder.slice(1)}[name].js`,
          codeSplitting: { groups: [{ name: 'shared', test: /[\\/](src|workers)[\\/]/, minShareCount: 2 }] },
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
}
