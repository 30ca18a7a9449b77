import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './project-root.ts';

/** A program of `node_modules` or of the repository, run from the repository's root. */
export interface Step {
  readonly name: string;
  /** Path relative to `node_modules`, or to the repository's root if it starts with a dot. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly exitCode: number;
  readonly tookMs: number;
}

/** Runs a step and prints its output under its name: at once, or when it ends if it runs in parallel with others. */
export async function runStep({ name, program, args = [], env = {} }: Step, isParallel = false): Promise<StepResult> {
  const startedMs = performance.now();
  const output: Buffer[] = [];
  const stream = isParallel ? 'pipe' : 'inherit';
  if (!isParallel) console.log(`\n── ${name}`);
  const path = program.startsWith('.') ? join(root, program) : join(root, 'node_modules', program);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...args], {
    cwd: root,
    stdio: ['ignore', stream, stream],
    env: { ...process.env, ...env },
  });
  for (const pipe of [child.stdout, child.stderr]) pipe?.on('data', (chunk: Buffer) => output.push(chunk));
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject).on('close', (...status) => resolve(status));
  });
  process.off('SIGINT', forward).off('SIGTERM', forward);
  if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(1); // stopped by the user: skip the remaining steps
  if (isParallel) process.stdout.write(`\n── ${name}\n${Buffer.concat(output).toString()}`);
  return { exitCode: code ?? 1, tookMs: performance.now() - startedMs };
}

/**
 * Runs steps two at a time, since most of them use one core.
 * @returns their results in the same order
 */
export async function runSteps(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const queue = steps.entries();
  const runNext = async () => {
    for (const [index, step] of queue) results[index] = await runStep(step, true);
  };
  await Promise.all([runNext(), runNext()]);
  return results;
}
