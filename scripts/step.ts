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

/** Runs a step in the terminal, under its name. @returns the exit code */
export async function runStep({ name, program, args = [], env = {} }: Step): Promise<number> {
  console.log(`\n── ${name}`);
  const path = program.startsWith('.') ? join(root, program) : join(root, 'node_modules', program);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject).on('close', (...ended) => resolve(ended));
  });
  process.off('SIGINT', forward).off('SIGTERM', forward);
  if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(1); // the user stopped it: the next step is not wanted
  return code ?? 1;
}
