import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Answers `models/<id>/<file>` while developing and testing: from the repository, or from the npm package that the
 * model's catalogue entry names. The build copies the same files to the same place.
 */
export function serveModels(root: string): Plugin {
  return {
    name: 'serve-models',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = /\/models\/([\w-]+)\/([\w.-]+)(?:\?|$)/.exec(request.url ?? '');
        const [, id, file] = path ?? [];
        if (!id || !file || !file.match(/\.(onnx|bin|json)$/) || request.url?.includes('import')) return next();
        void locate(root, id, file).then((located) => {
          if (!located) return next();
          response.setHeader('Content-Type', file.endsWith('.json') ? 'application/json' : 'application/octet-stream');
          response.setHeader('Content-Length', statSync(located).size);
          createReadStream(located).pipe(response);
        }, next);
      });
    },
  };
}

/** Where a catalogue model's file lies on disk, or null. */
async function locate(root: string, id: string, file: string): Promise<string | null> {
  const folder = join(root, 'models', id);
  if (!existsSync(join(folder, 'model.json'))) return null;
  const { package: inPackage } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as { package?: string };
  const path = join(inPackage ? join(root, 'node_modules', inPackage) : folder, file);
  return existsSync(path) ? path : null;
}
