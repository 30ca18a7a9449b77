import type { PackageDevice } from '#core/engine/engine-package.ts';

/** Node's `platform-arch`, such as `linux-x64`. */
export type Platform = `${NodeJS.Platform}-${NodeJS.Architecture}`;

interface PackageBase {
  readonly version: string;
  /** SPDX identifier of the library's licence. */
  readonly licence: string;
  /** Hardware that it requires; absent if it requires none. */
  readonly needs?: PackageDevice;
}

/** One file of a Python package. Its Python version is irrelevant, since only its native libraries are unpacked. */
export interface Wheel {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** The path within the wheel of the file to load or run. */
  readonly entry: string;
}

/** A wheel of a Python package: a zip archive that contains the C library. */
export interface WheelPackage extends PackageBase {
  readonly source: 'pypi';
  readonly package: string;
  /** The members to unpack. */
  readonly keep: RegExp;
  /**
   * How the entry is tested: by a C symbol that a library must export, or by what a program prints when it is run without
   * arguments.
   */
  readonly test: { readonly symbol: string } | { readonly prints: string };
  readonly wheels: Readonly<Partial<Record<Platform, Wheel>>>;
}

/** npm packages, installed from a committed lock file. */
export interface NpmPackage extends PackageBase {
  readonly source: 'npm';
  readonly package: string;
  /** The packages with the binaries for each platform. */
  readonly binaries: Readonly<Partial<Record<Platform, readonly string[]>>>;
  /** The path of the module to import. */
  readonly entry: string;
}

/** A library that the user supplies, because no package contains it. */
export interface UserLibrary extends Omit<PackageBase, 'version'> {
  readonly source: 'user';
  readonly file: string;
  readonly test: { readonly symbol: string };
  readonly platforms: readonly Platform[];
}

export type EnginePackage = WheelPackage | NpmPackage | UserLibrary;
