import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PackageId } from '#core/engine/engine-package.ts';
import { AppError } from '#core/errors/error.ts';
import type { EnginePackage } from './package-types.ts';

/** Heuristic: the slowest engine takes two seconds to load. */
const timeoutMs = 60_000;

/**
 * Loads a package in its own process, since a damaged library may crash; an engine also runs a small model.
 * @param path its entry
 * @throws AppError engine-rejected if it cannot be used here
 */
export async function testPackage(
  id: PackageId,
  engine: EnginePackage,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const test = engine.source === 'npm' ? null : engine.test;
  if (test && 'prints' in test) {
    const { errors, ended } = await run(path, [], signal);
    if (!errors.includes(test.prints)) throw createSelfTestError(id, errors, ended);
    return;
  }
  const args = [path, id, ...(test ? [test.symbol] : [])];
  const { code, errors, ended } = await run(process.execPath, [childProgram, ...args], signal);
  if (code !== 0) throw createSelfTestError(id, errors, ended);
}

const childProgram = fileURLToPath(new URL('./self-test-child.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  /** The last lines of its stderr, or why it did not start. */
  readonly errors: string;
  /** The exit code or the signal, as text. */
  readonly ended: string;
}

function run(program: string, args: readonly string[], signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], signal, timeout: timeoutMs });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + String(chunk)).slice(-4000)));
    child.on('error', ({ message }) =>
      signal.aborted ? reject(new AppError('aborted')) : resolve({ code: null, errors: message, ended: message }),
    );
    child.on('close', (code, ended) => resolve({ code, errors, ended: ended ?? String(code) }));
  });
}

function createSelfTestError(id: PackageId, errors: string, ended: string): AppError {
  const [last = ''] = errors.trim().split('\n').slice(-1);
  return new AppError('engine-rejected', { file: id, why: last.trim() || ended });
}
