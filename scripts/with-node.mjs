// Runs one of the project's TypeScript programs: `node scripts/with-node.mjs <program.ts> [arguments]`. It first
// installs missing dependencies (a Node that runs TypeScript, and the locked packages), so a fresh clone with Node 20
// and npm works with one command. Plain JavaScript without dependencies.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InstallError } from './install/npm.mjs';
import { withLock } from './install/lock.mjs';
import { findNode, fetchNode } from './install/node-binary.mjs';
import { areModulesCurrent, installModules } from './install/node-modules.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs missing dependencies, under a lock. @returns the path of a suitable Node */
async function install() {
  const node = findNode(root);
  if (node && areModulesCurrent(root)) return node;
  return withLock(join(root, '.cache', 'install.lock'), async () => {
    const suitable = findNode(root) ?? (await fetchNode(root));
    if (!areModulesCurrent(root)) await installModules(root);
    return suitable;
  });
}

/**
 * @param {string} node
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(node, program, args) {
  const env = { ...process.env, PATH: dirname(node) + delimiter + (process.env.PATH ?? '') };
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', program, ...args], { stdio: 'inherit', env });
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  // npm starts this process through a shell that does not forward signals: if either of them ends, the program ends
  // too.
  const parents = readParentIds();
  const watch = setInterval(() => {
    if (!process.env['npm_lifecycle_event'] || readParentIds() === parents) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 500);
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    for (const name of signals) process.off(name, forward);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
}

/** Reads the process ids of the shell and, if available, of npm above it. */
function readParentIds() {
  try {
    // Fields after the name, which may contain any character: `) <state> <parent> ...`.
    const [, parent] = /.*\) \S (\d+)/s.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? [];
    return `${process.ppid} ${parent}`;
  } catch {
    return `${process.ppid}`; // `/proc` exists only on Linux
  }
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

const [program, ...args] = process.argv.slice(2);
if (!program) {
  fail('usage: node scripts/with-node.mjs <program.ts> [arguments]');
} else {
  try {
    run(await install(), resolve(root, program), args);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    fail(error.message);
  }
}
