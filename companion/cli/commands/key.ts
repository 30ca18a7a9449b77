import { join } from 'node:path';
import { scopes, type Scope } from '#protocol/schemas.ts';
import { dataFolder } from '../../data-folder.ts';
import { ApiKeys } from '../../gateway/keys/api-keys.ts';
import { accessTable } from '../print/access-table.ts';
import { UsageError, type Command } from '../command.ts';
import { parseOptions } from '../options/parse-options.ts';

export const command: Command = {
  usage: `usage: npm run assay -- key add <name> [--scope <scopes>] | ls | rm <name>

Creates, lists or removes the keys of clients without a browser, for "Authorization: Bearer <key>". The companion
answers no such client without a key.

  --scope <scopes>   what the key allows, separated by commas; the default is read,run
                       read     list engines and models
                       run      run models
                       manage   load and unload models`,

  async run(args, { print, log }) {
    const { values, positionals } = parseOptions(args, { scope: { type: 'string' } }, true);
    const [action, name, ...others] = positionals;
    if (others.length > 0) throw new UsageError(`unexpected argument "${others[0]}"`);
    if (action !== 'add' && values.scope !== undefined) throw new UsageError('--scope is for add');
    const keys = new ApiKeys(join(await dataFolder(), 'keys'));
    if (action === 'ls' && name === undefined) {
      const list = await keys.list();
      print(list.length === 0 ? 'There are no keys.' : accessTable(list, (key) => [key.name, key.scopes.join(',')]));
    } else if (action === 'add') {
      const key = await keys.add(nameFrom(name), scopesFrom(values.scope));
      if (key === null) throw new UsageError(`there is a key "${name}" already`);
      log('The key is shown only now:');
      print(key);
    } else if (action === 'rm') {
      if (!(await keys.remove(nameFrom(name)))) throw new UsageError(`there is no key "${name}"`);
    } else throw new UsageError('expected add, ls or rm');
    return 0;
  },
};

function nameFrom(name: string | undefined): string {
  if (name === undefined) throw new UsageError('expected the name of a key');
  if (/^[\w.-]{1,64}$/.test(name)) return name;
  throw new UsageError(`the name is "${name}": it can have 1 to 64 letters, digits, "-", "_" and "."`);
}

function scopesFrom(text = 'read,run'): readonly Scope[] {
  return [...new Set(text.split(','))].map((name) => {
    const scope = scopes.find((candidate) => candidate === name);
    if (scope) return scope;
    throw new UsageError(`there is no scope "${name}"; available: ${scopes.join(', ')}`);
  });
}
