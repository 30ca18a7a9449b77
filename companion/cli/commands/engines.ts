import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import { format } from '#words/en/format.ts';
import { enginePackages } from '#words/en/device/engine-packages.ts';
import { addPackage, removePackage, useLibrary, type AddProgress } from '../../engines/packages/add-package.ts';
import { getDownloadBytes, packageIds, readPackageState } from '../../engines/packages/package-state.ts';
import { packageTable } from '../../engines/packages/package-table.ts';
import { checkFile } from '../options/check-options.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { parseOptions } from '../options/parse-options.ts';

const options = { library: { type: 'string' }, json: { type: 'boolean' } } as const;

export const command: Command = {
  usage: `usage: npm run assay -- engines [add <name> | rm <name>] [options]

Lists the native engines of the companion and their states, or adds or removes an engine. An engine is fetched from the
package registry that pip or npm is configured to use, verified by its SHA-256, and unpacked into the companion's own
folder. Python is not needed.

  names: ${packageIds.join(', ')}

  --library <file>   add: use this library, or for llama the index.js of node-llama-cpp, instead of fetching one
  --json             print JSON`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const [action, name, ...others] = positionals;
    if (others.length > 0) throw new UsageError(`unexpected argument "${others[0]}"`);
    if (action !== 'add' && values.library !== undefined) throw new UsageError('--library is only used with add');
    const print = (states: readonly PackageListing[]) =>
      context.print(
        values.json ? JSON.stringify(states.length === 1 ? states[0] : states, null, 2) : formatList(states),
      );
    if (action === undefined) {
      print(await Promise.all(packageIds.map(async (id) => toListing(id, await readPackageState(id)))));
    } else if (action === 'add') {
      const id = parsePackageId(name);
      const state = await add(id, values.library, context);
      print([toListing(id, state)]);
    } else if (action === 'rm') {
      const id = parsePackageId(name);
      if (!(await removePackage(id))) throw new UsageError(`${id} is not installed`);
      print([toListing(id, await readPackageState(id))]);
    } else throw new UsageError(`unknown action "${action}"; expected add or rm`);
    return 0;
  },
};

function parsePackageId(name: string | undefined): PackageId {
  const id = packageIds.find((packageId) => packageId === name);
  if (id) return id;
  const problem = name === undefined ? 'expected the name of an engine' : `there is no engine "${name}"`;
  throw new UsageError(`${problem}; available: ${packageIds.join(', ')}`);
}

function add(id: PackageId, library: string | undefined, { log, signal, npm }: Context): Promise<PackageState> {
  if (library !== undefined) {
    checkFile(library, 'expected the library itself');
    return useLibrary(id, library, signal);
  }
  if (!npm) throw new Error('npm is not available');
  return addPackage(id, { signal, npm, onProgress: createProgressLog(id, log) });
}

/** Creates a progress handler that logs each phase once, and a download at every tenth of its size. */
function createProgressLog(id: PackageId, log: (line: string) => void): (progress: AddProgress) => void {
  const texts = { fetch: 'fetching', unpack: 'unpacking', test: 'testing' };
  let lastStep = '';
  return ({ phase, receivedBytes, totalBytes }) => {
    const tenths = receivedBytes === null || totalBytes === null ? 0 : Math.floor((10 * receivedBytes) / totalBytes);
    if (lastStep === `${phase} ${tenths}`) return;
    lastStep = `${phase} ${tenths}`;
    const bytes = totalBytes === null ? '' : ` (${format.bytes(receivedBytes ?? 0)} of ${format.bytes(totalBytes)})`;
    log(`${id}: ${texts[phase]}${bytes}`);
  };
}

function toListing(id: PackageId, state: PackageState) {
  const { licence, ...engine } = packageTable[id];
  return {
    id,
    name: enginePackages.names[id],
    purpose: enginePackages.purposes[id],
    packageVersion: 'version' in engine ? engine.version : null,
    licence,
    downloadBytes: getDownloadBytes(id),
    ...state,
    message: enginePackages.message(state),
    action: enginePackages.action(id, state),
  };
}

type PackageListing = ReturnType<typeof toListing>;

function formatList(states: readonly PackageListing[]): string {
  return states
    .map(({ id, name, purpose, state, message, action, downloadBytes: bytes }) => {
      const size = state === 'missing' && bytes !== null ? ` (${format.bytes(bytes)})` : '';
      const lines = [`${id}  ${state}: ${message}`, `  ${name}: ${purpose}`];
      return [...lines, ...(action === null ? [] : [`  ${action}${size}`])].join('\n');
    })
    .join('\n');
}
