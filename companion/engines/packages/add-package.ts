import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import { AppError } from '#core/errors/error.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { downloadPackage } from './download-package.ts';
import { findWheel } from './find-wheel.ts';
import { findHostPlatform, type HostPlatform } from './host-platform.ts';
import { withLock } from './package-lock.ts';
import { writeRecord, type PackageRecord } from './package-record.ts';
import { createNotReadyError, getPackageFolder, readPackageState, findUnsupportedPlatform } from './package-state.ts';
import { packageTable } from './package-table.ts';
import type { EnginePackage, NpmPackage, WheelPackage } from './package-types.ts';
import { readPipIndexes, type PackageIndex } from './pip-indexes.ts';
import { runSelfTest } from './self-test.ts';
import { unpackWheel } from './unpack-wheel.ts';

export interface AddProgress {
  readonly phase: 'fetch' | 'unpack' | 'test';
  /** The bytes received so far; `null` if unknown, as in installations by npm. */
  readonly receivedBytes: number | null;
  readonly totalBytes: number | null;
}

export interface AddOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AddProgress) => void;
  /**
   * Runs npm in a folder, with the registry that the user has configured.
   * @throws Error
   */
  readonly npm: (folder: string, args: readonly string[], signal: AbortSignal) => Promise<void>;
  /** Replaces the package from the table and the indexes that are searched for it. Used by tests. */
  readonly enginePackage?: EnginePackage;
  readonly indexes?: readonly PackageIndex[];
  readonly host?: HostPlatform;
}

/**
 * Downloads, verifies, unpacks and tests a package, and then replaces the installed one by a rename. A package that fails
 * leaves no files. An interrupted download resumes the next time.
 * @throws AppError engine-not-ready | engine-rejected | fetch-failed | access-denied | aborted
 */
export async function addPackage(id: PackageId, options: AddOptions): Promise<PackageState> {
  const { enginePackage = packageTable[id], host = findHostPlatform(), signal, onProgress } = options;
  const unsupported = findUnsupportedPlatform(enginePackage, host);
  if (unsupported) throw createNotReadyError(id, unsupported);
  if (enginePackage.source === 'user') throw createNotReadyError(id, { state: 'missing', library: enginePackage.file });
  const folder = await getPackageFolder(id);
  await withLock(`${folder}.lock`, id, async () => {
    const newFolder = `${folder}.new`;
    await rm(newFolder, { recursive: true, force: true });
    await mkdir(newFolder, { mode: 0o700 });
    try {
      const record =
        enginePackage.source === 'pypi'
          ? await addWheel(enginePackage, newFolder, host, options)
          : await addNpm(enginePackage, newFolder, host, options);
      onProgress({ phase: 'test', receivedBytes: null, totalBytes: null });
      await runSelfTest(id, enginePackage, join(newFolder, record.entry), signal);
      await writeRecord(newFolder, record);
      await replaceFolder(folder, newFolder);
    } catch (thrown) {
      await rm(newFolder, { recursive: true, force: true });
      throw signal.aborted ? new AppError('aborted', {}, { cause: thrown }) : thrown;
    }
  });
  return readPackageState(id, host);
}

/**
 * Uses the user's own library instead of a package.
 * @throws AppError engine-rejected if it cannot be loaded
 */
export async function useLibrary(id: PackageId, library: string, signal: AbortSignal): Promise<PackageState> {
  const entry = resolve(library);
  await runSelfTest(id, packageTable[id], entry, signal);
  const folder = await getPackageFolder(id);
  await withLock(`${folder}.lock`, id, async () => {
    const newFolder = `${folder}.new`;
    await rm(newFolder, { recursive: true, force: true });
    await mkdir(newFolder, { mode: 0o700 });
    await writeRecord(newFolder, { version: null, entry, files: [] });
    await replaceFolder(folder, newFolder);
  });
  return readPackageState(id);
}

/**
 * Removes an installed package.
 * @returns whether there was one
 */
export async function removePackage(id: PackageId): Promise<boolean> {
  const folder = await getPackageFolder(id);
  return withLock(`${folder}.lock`, id, async () => {
    const isInstalled = await stat(folder).then(
      () => true,
      () => false,
    );
    await rm(folder, { recursive: true, force: true });
    return isInstalled;
  });
}

async function addWheel(
  enginePackage: WheelPackage,
  newFolder: string,
  { platform }: HostPlatform,
  { indexes = readPipIndexes(), signal, onProgress }: AddOptions,
): Promise<PackageRecord> {
  const wheel = enginePackage.wheels[platform]!;
  const archive = join(await ensureDataFolder('engines', 'downloads'), `${wheel.sha256}.whl`);
  const totalBytes = wheel.sizeBytes;
  onProgress({ phase: 'fetch', receivedBytes: 0, totalBytes });
  const file = await findWheel(enginePackage.package, wheel.file, indexes, signal);
  await downloadPackage(file, archive, wheel, signal, (receivedBytes) =>
    onProgress({ phase: 'fetch', receivedBytes, totalBytes }),
  );
  try {
    onProgress({ phase: 'unpack', receivedBytes: null, totalBytes: null });
    await unpackWheel(archive, enginePackage.keep, newFolder);
  } finally {
    await rm(archive, { force: true });
  }
  return { version: enginePackage.version, entry: wheel.entry, files: await listFilesIn(newFolder) };
}

/**
 * Installs a package by npm, which verifies the packages of the committed lock file. The binaries of this platform become
 * direct dependencies, because the optional dependencies are those of all platforms.
 */
async function addNpm(
  enginePackage: NpmPackage,
  newFolder: string,
  { platform }: HostPlatform,
  { npm, signal, onProgress }: AddOptions,
): Promise<PackageRecord> {
  const binaries = enginePackage.binaries[platform]!;
  const dependencies = Object.fromEntries(
    [enginePackage.package, ...binaries].map((name) => [name, enginePackage.version]),
  );
  const lock = JSON.parse(await readFile(new URL('./llama-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, { optional?: boolean; dependencies?: Record<string, string> }>;
  };
  Object.assign(lock.packages['']!, { dependencies });
  for (const name of binaries) delete lock.packages[`node_modules/${name}`]?.optional;
  const manifest = { name: 'assay-engine-llama', private: true, dependencies };
  await writeFile(join(newFolder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(newFolder, 'package-lock.json'), JSON.stringify(lock));
  onProgress({ phase: 'fetch', receivedBytes: null, totalBytes: null });
  await npm(newFolder, ['ci', '--omit=optional', '--omit=dev', '--omit=peer'], signal);
  const { size } = await stat(join(newFolder, enginePackage.entry));
  return {
    version: enginePackage.version,
    entry: enginePackage.entry,
    files: [{ path: enginePackage.entry, sizeBytes: size }],
  };
}

/** Replaces a folder with a new one. */
async function replaceFolder(folder: string, newFolder: string): Promise<void> {
  const oldFolder = `${folder}.old`;
  await rm(oldFolder, { recursive: true, force: true });
  await rename(folder, oldFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(newFolder, folder);
  await rm(oldFolder, { recursive: true, force: true });
}

async function listFilesIn(folder: string): Promise<PackageRecord['files']> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(folder, path).split(sep).join('/'),
      sizeBytes: (await stat(path)).size,
    })),
  );
}
