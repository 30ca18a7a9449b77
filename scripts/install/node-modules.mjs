import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';

/** @param {string} root */
const getInstalledHashPath = (root) => join(root, 'node_modules', '.assay-lock');

/**
 * Whether `node_modules` matches package-lock.json, regardless of the program that installed it.
 * @param {string} root
 */
export function areModulesCurrent(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (readIfExists(getInstalledHashPath(root))?.toString() === hash) return true;
  if (!isInstalledAsLocked(root, JSON.parse(lock.toString()).packages)) return false;
  writeFileSync(getInstalledHashPath(root), hash);
  return true;
}

/**
 * Installs the locked packages without running install scripts. Call it under the install lock.
 * @param {string} root
 * @throws InstallError
 */
export async function installModules(root) {
  process.stderr.write('Installing packages (once)\n');
  // Overrides user settings that would omit the build tools or the platform's binaries.
  await npm(root, ['ci', '--include=dev', '--include=optional', '--prefer-offline'], 'Installing packages');
  areModulesCurrent(root);
}

/** @typedef {{ version: string, optional?: boolean, peer?: boolean }} Locked */

/**
 * Compares with npm's own list of installed packages. Packages for other platforms may be absent.
 * @param {string} root
 * @param {Record<string, Locked>} locked
 */
function isInstalledAsLocked(root, locked) {
  const installed = readIfExists(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  /** @type {{ packages: Record<string, Locked> }} */
  const { packages } = JSON.parse(installed.toString());
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '') return true;
    const installedEntry = packages[path];
    if (!installedEntry) return entry.optional === true || entry.peer === true;
    return installedEntry.version === entry.version && existsSync(join(root, path, 'package.json'));
  });
}

/** @param {string} path */
function readIfExists(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
