import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError, type Command } from '../command.ts';
import { inspect } from '../inspect.ts';
import { listing } from '../listing.ts';

export const command: Command = {
  usage: `usage: npm run assay -- inspect <file, folder or URL> [--json]

Prints what a model's header says: format, inputs and outputs, operators, parameters. Reads no weights.

  --json   print JSON`,

  async run(args, { print }) {
    const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean' } }, allowPositionals: true });
    const [target] = positionals;
    if (target === undefined || positionals.length > 1) throw new UsageError('name one file, folder or URL');
    const isAddress = /^https?:\/\//.test(target);
    if (isAddress && !URL.canParse(target)) throw new UsageError(`"${target}" is no URL`);
    if (!isAddress && !existsSync(target)) throw new UsageError(`there is no file "${target}"`);
    const facts = await inspect(target);
    print(values.json ? JSON.stringify(facts, null, 2) : listing(facts));
    return 0;
  },
};
