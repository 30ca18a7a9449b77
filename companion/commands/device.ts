import { parseArgs } from 'node:util';
import { outcomeOf } from '../outcome.ts';
import type { Command } from '../command.ts';
import { webgpuFlag } from '../browser.ts';
import { drive } from '../drive.ts';
import { listing } from '../listing.ts';

export const command: Command = {
  usage: `usage: npm run assay -- device [--json] [--webgpu]

  --json     print JSON
  --webgpu   offer WebGPU also where only software computes it`,

  async run(args, { print, say, signal }) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, webgpu: { type: 'boolean' } } });
    const port = await drive({ hash: '#/device', flags: values.webgpu ? [webgpuFlag] : [], say, signal });
    const { result } = outcomeOf(port);
    print(values.json ? JSON.stringify(result, null, 2) : listing(result));
    return 0;
  },
};
