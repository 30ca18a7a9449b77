import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../../scripts/project-root.ts';

/** Third-party programs that long tests run against, with the packages that pip installs for each. */
const environments = {
  clients: ['tritonclient[http]==2.73.0', 'openai==3.57.0'],
  triton: ['nvidia-pytriton==0.7.0'],
  'llama-server': ['xllamacpp==2026.10.11549'],
  mlserver: ['mlserver==1.7.1'],
} as const;
export type EnvironmentId = keyof typeof environments;

export interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Installs a program from the configured package index into `.cache/python-programs/<id>`, unless it is installed
 * already.
 * @returns the path of its Python, or the reason why it is unavailable
 */
export async function installPythonEnvironment(
  id: EnvironmentId,
): Promise<{ readonly python: string } | { readonly skipReason: string }> {
  const folder = join(root, '.cache', 'python-programs', id);
  const python = join(folder, 'bin', 'python');
  const installedList = join(folder, 'installed.txt');
  const packages = environments[id];
  const list = packages.join('\n');
  if (existsSync(installedList) && readFileSync(installedList, 'utf8') === list) return { python };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // Triton loads libpython through the library search path, which by default contains only the system's Python.
  const base = id === 'triton' && existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  for (const args of [
    [base, '-m', 'venv', '--without-pip', folder],
    ['python3', '-m', 'pip', '--python', python, 'install', '--quiet', ...packages],
  ]) {
    const { exitCode, output } = await runProgram(args);
    if (exitCode !== 0)
      return { skipReason: `skipped: ${id} could not be installed: ${output.trim().split('\n').at(-1)}` };
  }
  await writeFile(installedList, list);
  return { python };
}

/** Runs a program until it ends. */
export function runProgram(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', ({ message }) => resolve({ exitCode: null, output: message }));
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

export interface RunningServer {
  readonly url: string;
  /** Kills the server's process group. */
  kill(): Promise<void>;
}

/**
 * Starts a server and waits until it answers.
 * @param command the program and its arguments for a port; the next two ports are also free
 * @param path answers with success once the server is ready
 */
export async function startServer(
  command: (port: number) => readonly string[],
  path: string,
  env: (port: number) => Readonly<Record<string, string>> = () => ({}),
): Promise<RunningServer> {
  const port = await findFreePorts();
  const [program = '', ...args] = command(port);
  // Its own process group: Triton is a child of the Python that starts it.
  const child = spawn(program, args, {
    env: { ...process.env, ...env(port) },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(() => void (hasEnded = true));
  const url = `http://127.0.0.1:${port}`;
  const endMs = performance.now() + 120_000;
  for (;;) {
    const isReady = await fetch(url + path).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) break;
    if (hasEnded || performance.now() > endMs) throw new Error(`${program} did not start: ${output.slice(-2000)}`);
    await delay(200);
  }
  const kill = async () => {
    if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  return { url, kill };
}

/** Finds the first of three consecutive free ports. */
async function findFreePorts(): Promise<number> {
  for (;;) {
    const firstPort = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([0, 1, 2].map((offset) => isFree(firstPort + offset)));
    if (free.every(Boolean)) return firstPort;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
