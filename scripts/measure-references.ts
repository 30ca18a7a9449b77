import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { main } from '../companion/cli/main.ts';
import { buildApp } from './dist.ts';
import { root } from './project-root.ts';

// `node scripts/measure-references.ts NAME` measures the standard workloads on this machine, and stores the results
// under the machine name NAME in src/state/results/project-results.json: the app shows them next to results of other
// devices. It replaces earlier results of that machine.

/** Maximum load of a machine to be measured: the mean number of runnable processes per core over a minute. */
const maxLoadPerCore = 0.25;
const path = join(root, 'src/state/results/project-results.json');

interface BenchResult {
  readonly validity: string;
  readonly link: string;
}

async function measure(workload: string): Promise<BenchResult> {
  let printed = '';
  const print = (text: string) => void (printed += text);
  const context = { buildApp, deviceProfile: join(root, '.cache', 'device-profile.json') };
  const log = (line: string) => console.error(line);
  const { signal } = new AbortController();
  const args = ['bench', '--workload', workload, '--quick', '--json'];
  const exitCode = await main(args, { print, log, signal, ...context });
  if (exitCode !== 0) throw new Error(`bench ${workload} ended with ${exitCode}`);
  return JSON.parse(printed) as BenchResult;
}

const machine = process.argv[2];
if (machine === undefined) throw new Error('usage: node scripts/measure-references.ts NAME');
await buildApp((line) => console.error(line));
const load = loadavg()[0]! / availableParallelism();
if (load > maxLoadPerCore)
  throw new Error(`the machine is busy: load ${load.toFixed(2)} per core, limit ${maxLoadPerCore}`);
const results = [];
for (const workload of ['conv', 'encoder', 'decoder']) {
  const { validity, link } = await measure(workload);
  console.error(`${workload}: ${validity}, load before ${load.toFixed(2)} per core`);
  if (validity !== 'valid' && validity !== 'indicative')
    throw new Error(`${workload} is ${validity}: nothing was stored`);
  results.push({ workload, machine, link: link.slice(link.indexOf('#')) });
}
const others = (JSON.parse(readFileSync(path, 'utf8')) as { readonly machine: string }[]).filter(
  (result) => result.machine !== machine,
);
writeFileSync(path, `${JSON.stringify([...others, ...results], null, 2)}\n`);
