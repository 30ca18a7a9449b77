import { join } from 'node:path';
import { keyScopes, type KeyScope } from '#protocol/schemas.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { ApiKeys } from '../../gateway/keys/api-keys.ts';
import { formatAccessTable } from '../print/access-table.ts';
import { UsageError, type Command } from '../command.ts';
import { parseOptions } from '../options/parse-options.ts';

export const command: Command = {
  usage: `usage: npm run assay -- key add <name> [--scope <scopes>] | ls | rm <name>

Creates, lists or removes API keys for clients other than a browser. The companion requires a key from each such
client, sent as "Authorization: Bearer <key>".

  --scope <scopes>   what the key allows, separated by commas; the default is read,run
                       read     list engines and models
                       run      run models
                       manage   load and unload models
                       federate take part in federations that this companion coordinates`,

  async run(args, { print, log }) {
    const { values, positionals } = parseOptions(args, { scope: { type: 'string' } }, true);
    const [action, ...names] = positionals;
    const unexpected = names[action === 'ls' ? 0 : 1];
    if (unexpected !== undefined) throw new UsageError(`unexpected argument "${unexpected}"`);
    const [name] = names;
    if (action !== 'add' && values.scope !== undefined) throw new UsageError('--scope is only used with add');
    const keys = new ApiKeys(join(await ensureDataFolder(), 'keys'));
    if (action === 'ls') {
      const list = await keys.list();
      print(
        list.length === 0
          ? 'There are no API keys.'
          : formatAccessTable(list, (key) => [key.name, key.scopes.join(',')]),
      );
    } else if (action === 'add') {
      const key = await keys.add(parseName(name), parseScopes(values.scope));
      if (key === null) throw new UsageError(`a key named "${name}" already exists`);
      log('Save this key; it will not be shown again:');
      print(key);
    } else if (action === 'rm') {
      if (!(await keys.remove(parseName(name)))) throw new UsageError(`there is no key named "${name}"`);
    } else throw new UsageError(`expected add, ls or rm${action === undefined ? '' : `, not "${action}"`}`);
    return 0;
  },
};

function parseName(name: string | undefined): string {
  if (name === undefined) throw new UsageError('expected a name for the key');
  if (/^[\w.-]{1,64}$/.test(name)) return name;
  throw new UsageError(`invalid key name "${name}": use 1 to 64 letters, digits, "-", "_" or "."`);
}

function parseScopes(text = 'read,run'): readonly KeyScope[] {
  return [...new Set(text.split(','))].map((name) => {
    const scope = keyScopes.find((candidate) => candidate === name);
    if (scope) return scope;
    throw new UsageError(`unknown scope "${name}"; available: ${keyScopes.join(', ')}`);
  });
}
