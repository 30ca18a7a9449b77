import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hashInputs, sourceRevision } from './build-inputs.ts';
import { root } from './project.ts';

/** The built app. */
export const dist = join(root, 'dist');

/** File with the hash of the inputs that `dist` was built from. */
export const buildInputsFile = join(root, '.cache', 'build-inputs');

export function currentHash(): string {
  return hashInputs(root, sourceRevision(root));
}

export function isBuiltFrom(hash: string): boolean {
  return (
    existsSync(join(dist, 'index.html')) &&
    existsSync(buildInputsFile) &&
    readFileSync(buildInputsFile, 'utf8') === hash
  );
}

/**
 * Rebuilds `dist` if the sources have changed. The build runs in a separate process, so that the bundler's output does
 * not mix with a command's output.
 * @param log Receives progress, one line at a time.
 * @throws Error if the sources cannot be built
 */
export async function buildIfStale(log: (line: string) => void, signal?: AbortSignal): Promise<void> {
  if (isBuiltFrom(currentHash())) return;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts', 'build.ts')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  createInterface({ input: child.stderr }).on('line', log);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error('The app could not be built.'))));
  });
}

/** Runs {@link buildIfStale}. @returns the folder of the built app */
export async function builtApp(log: (line: string) => void, signal?: AbortSignal): Promise<string> {
  await buildIfStale(log, signal);
  return dist;
}
