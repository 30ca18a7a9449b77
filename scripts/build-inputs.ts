import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'src',
  'workers',
  'models',
  'public',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
  'scripts',
  'companion/gateway/headers.ts',
];
const tests = /\.(?:test|fixture)\.ts$/;

/** Hashes the paths and contents of all inputs of a build. */
export function hashInputs(root: string, revision: string): string {
  const hash = createHash('sha256').update(`${process.versions.node} ${revision}\n`);
  const paths = inputs.flatMap((input) => [input, ...globSync(`${input}/**/*`, { cwd: root })]);
  for (const path of paths.sort()) {
    if (tests.test(path) || !statSync(join(root, path), { throwIfNoEntry: false })?.isFile()) continue;
    const content = readFileSync(join(root, path));
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Reads the last commit that changed an input of the build, followed by `+` if there are uncommitted changes. Every
 * report contains it. `unknown` outside a git checkout.
 */
export function readSourceRevision(root: string): string {
  const git = (...args: string[]) => spawnSync('git', [...args, '--', ...inputs], { cwd: root, encoding: 'utf8' });
  const commit = git('log', '-1', '--format=%h').stdout?.trim();
  if (!commit) return 'unknown';
  return commit + (git('status', '--porcelain').stdout.trim() === '' ? '' : '+');
}
