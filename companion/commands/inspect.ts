import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError, type Command } from '../command.ts';
import { inspect } from '../inspect.ts';
import { listing } from '../listing.ts';

export const command: Command = {
  usage: `usage: npm run assay -- inspect <file or URL> [--json]

Prints what a model's header says: format, inputs and outputs, operators, parameters. Reads no weights.`,

  async run(args, { print }) {
    const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean' } }, allowPositionals: true });
    const [target] = positionals;
    if (target === undefined || positionals.length > 1) throw new UsageError('give one file or URL');
    if (!/^https?:\/\//.test(target) && !existsSync(target)) throw new UsageError(`there is no file "${target}"`);
    const facts = await inspect(target);
    print(values.json ? JSON.stringify(facts, null, 2) : listing(facts));
    return 0;
  },
};
