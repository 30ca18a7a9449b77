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

/** One file of a Python package. Its interpreter version is irrelevant: only libraries without Python are kept. */
export interface Wheel {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Path, within the wheel, of the file that is loaded or run. */
  readonly entry: string;
}

/** A wheel of a Python package: a zip archive that contains the C library. */
export interface WheelPackage extends PackageBase {
  readonly source: 'pypi';
  readonly package: string;
  /** The members to unpack. */
  readonly keep: RegExp;
  /**
   * How the entry is tested: a C symbol that it must export, or what a program prints if it is called without
   * arguments.
   */
  readonly test: { readonly symbol: string } | { readonly prints: string };
  readonly wheels: Readonly<Partial<Record<Platform, Wheel>>>;
}

/** npm packages, installed from a committed lock file. */
export interface NpmPackage extends PackageBase {
  readonly source: 'npm';
  readonly package: string;
  /**
   * Packages with the binaries for each platform, as direct dependencies, because `--omit=optional` omits the others.
   */
  readonly binaries: Readonly<Partial<Record<Platform, readonly string[]>>>;
  /** Path of the module that a driver imports. */
  readonly entry: string;
}

/** A library that is only used from where the user has it. */
export interface OwnLibrary extends Omit<PackageBase, 'version'> {
  readonly source: 'own';
  readonly file: string;
  readonly test: { readonly symbol: string };
  readonly platforms: readonly Platform[];
}

export type EnginePackage = WheelPackage | NpmPackage | OwnLibrary;
