import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hashInputs, sourceRevision } from './build-inputs.ts';
import { root } from './project.ts';

/** The built app. */
export const dist = join(root, 'dist');

/** Holds the hash of what `dist` was built from. */
export const stamp = join(root, '.cache', 'build-inputs');

export function currentHash(): string {
  return hashInputs(root, sourceRevision(root));
}

export function isBuiltFrom(hash: string): boolean {
  return existsSync(join(dist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/**
 * Brings `dist` up to date with the sources; at once where it is. The build is a process of its own: what the bundler
 * prints stays out of a command's output.
 * @param say Told of progress, a line at a time.
 * @throws Error where the sources cannot be built
 */
export async function buildIfStale(say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  if (isBuiltFrom(currentHash())) return;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts', 'build.ts')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  createInterface({ input: child.stderr }).on('line', say);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error('The app could not be built.'))));
  });
}

/** {@link buildIfStale}, and where the app is then. */
export async function builtApp(say: (line: string) => void, signal?: AbortSignal): Promise<string> {
  await buildIfStale(say, signal);
  return dist;
}
