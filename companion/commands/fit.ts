import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/project.ts';
import { webgpuFlag } from '../browser.ts';
import { UsageError, type Command } from '../command.ts';
import { drive } from '../drive.ts';
import { listing } from '../listing.ts';
import { outcomeOf } from '../outcome.ts';

const options = { context: { type: 'string' }, webgpu: { type: 'boolean' }, json: { type: 'boolean' } } as const;

export const command: Command = {
  usage: `usage: npm run assay -- fit <file, folder, hub id or URL>... [options]

Says whether a model fits this device and how fast it will be, from its header and this device's measured figures. A hub's
model (organisation/name[:file]) or a URL is asked for its header alone.

  --context <n>   tokens of context to reckon with
  --webgpu        offer WebGPU also where only software computes it
  --json          print JSON`,

  async run(args, { print, say, signal }) {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [first] = positionals;
    if (first === undefined) throw new UsageError('name a file, a folder, a model of a hub or a URL');
    const paths = existsSync(first) ? positionals.flatMap(filesAt) : null;
    if (!paths && positionals.length > 1) throw new UsageError(`there is no file "${first}"`);
    const query = new URLSearchParams(paths ? { file: '1' } : { model: first });
    if (values.context !== undefined) query.set('context', values.context);
    const port = await drive({
      hash: `#/models?${query}`,
      flags: values.webgpu ? [webgpuFlag] : [],
      act: async (page) => {
        if (paths) await page.getByTestId('model-file').setInputFiles(paths);
        // What comes with the app is looked at by itself.
        else if (!existsSync(join(root, 'models', first, 'model.json'))) await page.getByTestId('look').click();
      },
      say,
      signal,
    });
    const { result } = outcomeOf(port);
    print(values.json ? JSON.stringify(result, null, 2) : listing(result));
    return 0;
  },
};

/** @throws UsageError where there is nothing */
function filesAt(path: string): string[] {
  if (!existsSync(path)) throw new UsageError(`there is no file "${path}"`);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((file) => (file.isFile() ? [join(path, file.name)] : []));
}
