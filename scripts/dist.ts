import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hashInputs, readSourceRevision } from './build-inputs.ts';
import { root } from './project-root.ts';

/** The folder of the built app. */
export const dist = join(root, 'dist');

/** File with the hash of the inputs that `dist` was built from, followed by `fast` if it was built with `--fast`. */
export const buildInputsFile = join(root, '.cache', 'build-inputs');

export function hashCurrentInputs(): string {
  return hashInputs(root, readSourceRevision(root));
}

/** Formats the content of {@link buildInputsFile}. */
export function formatBuildInputs(hash: string, isFast: boolean): string {
  return isFast ? `${hash} fast` : hash;
}

/**
 * Whether `dist` was built from the inputs with this hash.
 * @param isFast Whether a build with `--fast` is sufficient.
 */
export function isBuiltFrom(hash: string, isFast: boolean): boolean {
  if (!existsSync(join(dist, 'index.html')) || !existsSync(buildInputsFile)) return false;
  const content = readFileSync(buildInputsFile, 'utf8');
  return content === formatBuildInputs(hash, false) || (isFast && content === formatBuildInputs(hash, true));
}

/**
 * Rebuilds `dist` if the sources have changed. The build runs in a separate process, so the bundler's output is
 * separate from a command's output.
 * @param log Receives progress, one line at a time.
 * @param isFast Whether files may be larger than in the published app: see `build.ts`.
 * @throws Error if the sources cannot be built
 */
export async function buildIfStale(log: (line: string) => void, signal?: AbortSignal, isFast = true): Promise<void> {
  if (isBuiltFrom(hashCurrentInputs(), isFast)) return;
  const program = ['--disable-warning=ExperimentalWarning', join(root, 'scripts', 'build.ts')];
  const options = isFast ? ['--fast'] : [];
  const child = spawn(process.execPath, [...program, ...options], { stdio: ['ignore', 'ignore', 'pipe'], signal });
  createInterface({ input: child.stderr }).on('line', log);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error('The app could not be built.'))));
  });
}

/**
 * Runs {@link buildIfStale}.
 * @returns the folder of the built app
 */
export async function buildApp(log: (line: string) => void, signal?: AbortSignal): Promise<string> {
  await buildIfStale(log, signal);
  return dist;
}
