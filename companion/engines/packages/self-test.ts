import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PackageId } from '#core/engine/engine-package.ts';
import { AppError } from '#core/errors/error.ts';
import type { EnginePackage } from './package-types.ts';

/** Heuristic, not measured. The slowest engine takes two seconds to load. */
const timeoutMs = 60_000;

/**
 * Loads a package in a separate process, because a damaged library may crash. An engine also runs a small model.
 * @param path the package's entry
 * @throws AppError engine-rejected if the package does not work on this machine
 */
export async function runSelfTest(
  id: PackageId,
  enginePackage: EnginePackage,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const test = enginePackage.source === 'npm' ? null : enginePackage.test;
  if (test && 'prints' in test) {
    const { stderr, status } = await run(path, [], signal);
    if (!stderr.includes(test.prints)) throw createSelfTestError(id, stderr, status);
    return;
  }
  const args = [path, id, ...(test ? [test.symbol] : [])];
  const { code, stderr, status } = await run(process.execPath, [childProgram, ...args], signal);
  if (code !== 0) throw createSelfTestError(id, stderr, status);
}

const childProgram = fileURLToPath(new URL('./self-test-child.ts', import.meta.url));

interface ProcessResult {
  readonly code: number | null;
  /** The end of its stderr, or the reason why it did not start. */
  readonly stderr: string;
  /** The exit code or the signal, as text. */
  readonly status: string;
}

function run(program: string, args: readonly string[], signal: AbortSignal): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], signal, timeout: timeoutMs });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + String(chunk)).slice(-4000)));
    child.on('error', ({ message }) =>
      signal.aborted ? reject(new AppError('aborted')) : resolve({ code: null, stderr: message, status: message }),
    );
    child.on('close', (code, status) => resolve({ code, stderr, status: status ?? String(code) }));
  });
}

function createSelfTestError(id: PackageId, stderr: string, status: string): AppError {
  const [lastLine = ''] = stderr.trim().split('\n').slice(-1);
  return new AppError('engine-rejected', { file: id, why: lastLine.trim() || status });
}
