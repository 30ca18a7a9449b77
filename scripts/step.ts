import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './project.ts';

/** One program of `node_modules`, run from the repository's root. */
export interface Step {
  readonly name: string;
  /** Below `node_modules`, or below the root where it starts with a dot. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly exitCode: number;
  readonly tookMs: number;
}

/** Runs a step in the terminal, under its name. What runs beside other steps shows its output once it has ended. */
export async function runStep({ name, program, args = [], env = {} }: Step, isBeside = false): Promise<Ended> {
  const startedMs = performance.now();
  const output: Buffer[] = [];
  const stream = isBeside ? 'pipe' : 'inherit';
  if (!isBeside) console.log(`\n── ${name}`);
  const path = program.startsWith('.') ? join(root, program) : join(root, 'node_modules', program);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...args], {
    cwd: root,
    stdio: ['ignore', stream, stream],
    env: { ...process.env, ...env },
  });
  for (const piped of [child.stdout, child.stderr]) piped?.on('data', (chunk: Buffer) => output.push(chunk));
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject).on('close', (...ended) => resolve(ended));
  });
  process.off('SIGINT', forward).off('SIGTERM', forward);
  if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(1); // the user stopped it: the next step is not wanted
  if (isBeside) process.stdout.write(`\n── ${name}\n${Buffer.concat(output).toString()}`);
  return { exitCode: code ?? 1, tookMs: performance.now() - startedMs };
}

/** Runs steps two at a time, for most of them use one core. @returns how they ended, in the same order */
export async function runSteps(steps: readonly Step[]): Promise<Ended[]> {
  const ended: Ended[] = [];
  const rest = steps.entries();
  const runRest = async () => {
    for (const [index, step] of rest) ended[index] = await runStep(step, true);
  };
  await Promise.all([runRest(), runRest()]);
  return ended;
}
