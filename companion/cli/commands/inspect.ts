import { parseArgs } from 'node:util';
import { publicHub } from '#core/hub.ts';
import { UsageError, type Command } from '../command.ts';
import { addressOf } from '../hub-address.ts';
import { inspect } from '../inspect.ts';
import { listing } from '../listing.ts';
import { pathOfBundled } from '../catalogue.ts';
import { readModelArgument } from '../model-argument.ts';

const options = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- inspect [--model] <file, folder, id or URL> [options]

Prints what a model's header says: format, inputs and outputs, operators, parameters. Reads no weights; of
a hub's model (organisation/name[:file]) or a URL it asks for parts alone.

  --hub <URL>   the hub that is asked; default: the public one
  --json        print JSON`,

  async run(args, { print }) {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [target, ...others] = [...(values.model ?? []), ...positionals];
    if (target === undefined || others.length > 0) throw new UsageError('name one file, folder, model or URL');
    const facts = await inspect(await placeOf(target, values.hub));
    print(values.json ? JSON.stringify(facts, null, 2) : listing(facts));
    return 0;
  },
};

/** Where it is to be read: a path or an address. @throws UsageError | AppError */
async function placeOf(target: string, hub = publicHub): Promise<string> {
  const model = await readModelArgument([target]);
  switch (model.kind) {
    case 'files':
      return target;
    case 'model':
      return pathOfBundled(model.id);
    case 'remote':
      return addressOf(model.typed, hub);
  }
}
