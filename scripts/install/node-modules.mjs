import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';

/** @param {string} root */
const stampOf = (root) => join(root, 'node_modules', '.assay-lock');

/**
 * True where `node_modules` holds what package-lock.json says, whoever installed it.
 * @param {string} root
 */
export function modulesAreCurrent(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (readIfThere(stampOf(root))?.toString() === hash) return true;
  if (!installedMatches(root, JSON.parse(lock.toString()).packages)) return false;
  writeFileSync(stampOf(root), hash);
  return true;
}

/**
 * Installs the locked packages, no install script run. Call it under the install lock.
 * @param {string} root
 * @throws InstallError
 */
export async function installModules(root) {
  process.stderr.write('Installing packages (once)\n');
  // The caller's settings must not leave the build tools or the platform's binaries out.
  await npm(root, ['ci', '--include=dev', '--include=optional', '--prefer-offline'], 'Installing packages');
  modulesAreCurrent(root);
}

/** @typedef {{ version: string, optional?: boolean, peer?: boolean }} Locked */

/**
 * Compares with npm's own list of what it installed. A package for another platform is rightly absent.
 * @param {string} root
 * @param {Record<string, Locked>} wanted
 */
function installedMatches(root, wanted) {
  const installed = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  /** @type {{ packages: Record<string, Locked> }} */
  const { packages } = JSON.parse(installed.toString());
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = packages[path];
    if (!found) return entry.optional === true || entry.peer === true;
    return found.version === entry.version && existsSync(join(root, path, 'package.json'));
  });
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
