import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import { AppError } from '#core/errors/error.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { findHostPlatform, type HostPlatform } from './host-platform.ts';
import { readRecord } from './package-record.ts';
import { packageTable } from './package-table.ts';
import type { EnginePackage, Wheel } from './package-types.ts';

export const packageIds = Object.keys(packageTable) as readonly PackageId[];

/** Returns the path of a package's folder, which may not exist. */
export async function getPackageFolder(id: PackageId): Promise<string> {
  return join(await ensureDataFolder('engines'), id);
}

/** Reads the state of a package: ready, or the reason why this machine cannot use it. */
export async function readPackageState(id: PackageId, host: HostPlatform = findHostPlatform()): Promise<PackageState> {
  const enginePackage = packageTable[id];
  const folder = await getPackageFolder(id);
  const record = await readRecord(folder);
  if (record?.version === null) return { state: 'ready', path: record.entry, version: null };
  const unsupported = findUnsupportedPlatform(enginePackage, host);
  if (unsupported) return unsupported;
  if (enginePackage.needs && !host.hasDevice(enginePackage.needs))
    return { state: 'no-device', needs: enginePackage.needs };
  if (enginePackage.source === 'user') return { state: 'missing', library: enginePackage.file };
  if (record?.version === enginePackage.version) {
    return { state: 'ready', path: join(folder, record.entry), version: record.version };
  }
  const bundledLibrary = id === 'ort' ? findBundledOnnxRuntime(host) : null;
  if (bundledLibrary) return bundledLibrary;
  return record ? { state: 'wrong-version', found: record.version } : { state: 'missing' };
}

/** Returns the download size of a package; `null` if npm determines it, or if this platform has no package. */
export function getDownloadBytes(id: PackageId, { platform }: HostPlatform = findHostPlatform()): number | null {
  const enginePackage = packageTable[id];
  return (enginePackage.source === 'pypi' && enginePackage.wheels[platform]?.sizeBytes) || null;
}

/** Returns the state `unsupported-platform` if no build of a package runs on a machine, otherwise `null`. */
export function findUnsupportedPlatform(
  enginePackage: EnginePackage,
  { platform, glibc }: HostPlatform,
): Extract<PackageState, { state: 'unsupported-platform' }> | null {
  if (enginePackage.source === 'user') {
    return enginePackage.platforms.includes(platform) ? null : { state: 'unsupported-platform', platform };
  }
  const variant = enginePackage.source === 'pypi' ? enginePackage.wheels[platform] : enginePackage.binaries[platform];
  const needsGlibc = platform.startsWith('linux-') ? findMinGlibc(enginePackage, platform) : null;
  if (variant && (needsGlibc === null || (glibc !== null && compareVersions(glibc, needsGlibc) >= 0))) return null;
  return { state: 'unsupported-platform', platform, ...(variant && needsGlibc !== null && { needsGlibc }) };
}

/** Returns the minimum glibc of a package: for a wheel from its name (PEP 600), for npm's llama.cpp that of Node, 2.28. */
function findMinGlibc(enginePackage: EnginePackage, platform: HostPlatform['platform']): string {
  const wheel: Wheel | undefined = enginePackage.source === 'pypi' ? enginePackage.wheels[platform] : undefined;
  const [, major, minor] = /manylinux_(\d+)_(\d+)/.exec(wheel?.file ?? '') ?? [];
  return major !== undefined && minor !== undefined ? `${major}.${minor}` : '2.28';
}

function compareVersions(a: string, b: string): number {
  const [first, second] = [a, b].map((version) => version.split('.').map(Number));
  return (first?.[0] ?? 0) - (second?.[0] ?? 0) || (first?.[1] ?? 0) - (second?.[1] ?? 0);
}

/** Finds the library of onnxruntime's npm package, an optional dependency of this project. */
function findBundledOnnxRuntime({ platform }: HostPlatform): PackageState | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
    const fileNames = { linux: 'libonnxruntime.so.1', darwin: 'libonnxruntime.1.dylib', win32: 'onnxruntime.dll' };
    const [os, cpu] = platform.split('-') as [keyof typeof fileNames, string];
    const path = join(dirname(manifest), 'bin', 'napi-v6', os, cpu, fileNames[os]);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    return existsSync(path) ? { state: 'ready', path, version } : null;
  } catch {
    return null; // not installed
  }
}

/** A package whose engine can be loaded. */
export interface EngineLibrary {
  readonly id: PackageId;
  /** The C library, the JavaScript module or the program. */
  readonly path: string;
  readonly version: string | null;
}

/**
 * Finds the library to load for an engine: that of the first of its packages that is ready.
 * @throws AppError engine-not-ready
 */
export async function findLibrary(...ids: readonly [PackageId, ...PackageId[]]): Promise<EngineLibrary> {
  let error: AppError | null = null;
  for (const id of ids) {
    const state = await readPackageState(id);
    if (state.state === 'ready') return { id, path: state.path, version: state.version };
    error = createNotReadyError(id, state);
  }
  throw error!;
}

export function createNotReadyError(engine: PackageId, state: Exclude<PackageState, { state: 'ready' }>): AppError {
  return new AppError('engine-not-ready', { engine, ...state });
}
