import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from '../companion/browser/browser.ts';
import { checks } from './check.ts';
import { root } from './project.ts';
import { runStep, type Step } from './step.ts';
import { countOfPlaywright, countOfVitest, failure, type Count } from './test-results.ts';

// `npm test`: everything, in order of cost; with `--long` what takes too long for that, and nothing else (`*.long.*`). Every check counts as one test. The end says what failed, and the last
// line is the sum: a log of which only the end was kept still tells what to mend.
const results = join(root, '.cache', 'test');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const browser = await ensureBrowser((line) => console.log(line));
console.log(`Browser: ${browser}`);
if (process.env['ASSAY_TEST_DATA'] === undefined) {
  console.log('ASSAY_TEST_DATA is not set: tests on real models and data are skipped.');
}
const isLong = process.argv.includes('--long');
const env = { ASSAY_BROWSER: browser, ...(isLong && { ASSAY_LONG: '1' }) };

const steps: Count[] = [];
if (!isLong) for (const check of checks) steps.push(asCount(check.name, await runStep(check)));
steps.push(await vitest('Unit tests', 'node'));
steps.push(await vitest('Tests in a browser', 'browser'));
steps.push(asCount('Build', await runStep({ name: 'Build', program: './scripts/build.ts' })));
steps.push(await playwright('End-to-end tests'));

const sum = (of: 'passed' | 'failed' | 'skipped') => steps.reduce((total, count) => total + count[of], 0);
const failures = steps.flatMap((count) => count.failures);
if (failures.length > 0) console.log(`\n── Failed\n\n${failures.join('\n\n')}`);
const skipped = sum('skipped');
if (sum('failed') > 0) process.exitCode = 1;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

function asCount(name: string, exitCode: number): Count {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0, failures: [] } : failed(name, `exit code ${exitCode}`);
}

function failed(name: string, why: string): Count {
  return { passed: 0, failed: 1, skipped: 0, failures: [failure(name, why)] };
}

async function vitest(name: string, project: string): Promise<Count> {
  const file = join(results, `${project}.json`);
  const args = [
    'run',
    '--passWithNoTests',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  return counted({ name, program: 'vitest/vitest.mjs', args, env }, file, countOfVitest);
}

async function playwright(name: string): Promise<Count> {
  const file = join(results, 'e2e.json');
  const args = ['test', '--pass-with-no-tests', '--reporter=list,json'];
  const step = { name, program: '@playwright/test/cli.js', args, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } };
  return counted(step, file, countOfPlaywright);
}

/** A runner that fails without a failed test (it could not start, or something threw between tests) counts as one. */
async function counted(step: Step, file: string, read: (written: unknown) => Count): Promise<Count> {
  const exitCode = await runStep(step);
  let count: Count;
  try {
    count = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return failed(step.name, `no result was written: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (exitCode === 0 || count.failed > 0) return count;
  const between = failure(step.name, `exit code ${exitCode} without a failed test: see its output above`);
  return { ...count, failed: 1, failures: [...count.failures, between] };
}
