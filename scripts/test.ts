import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from '../companion/browser.ts';
import { checks } from './check.ts';
import { root } from './project.ts';
import { runStep, type Step } from './step.ts';

// `npm test`: everything, in order of cost. Every check counts as one test. The last line is the sum.
interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** What vitest's and playwright's JSON reporters write, as far as it is counted. */
interface VitestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}
interface PlaywrightResult {
  readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
}

const results = join(root, '.cache', 'test');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const browser = await ensureBrowser((line) => console.log(line));
console.log(`Browser: ${browser}`);
if (process.env['ASSAY_TEST_DATA'] === undefined) {
  console.log('ASSAY_TEST_DATA is not set: tests on real models and data are skipped.');
}
const env = { ASSAY_BROWSER: browser };

const total: Count = { passed: 0, failed: 0, skipped: 0 };
for (const check of checks) add(asCount(await runStep(check)));
add(await vitest('Unit tests', 'node'));
add(await vitest('Tests in a browser', 'browser'));
add(asCount(await runStep({ name: 'Build', program: './scripts/build.ts' })));
add(await playwright('End-to-end tests'));

const { passed, failed, skipped } = total;
if (failed > 0) process.exitCode = 1;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

function add(count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

function asCount(exitCode: number): Count {
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
}

async function vitest(name: string, project: string): Promise<Count> {
  const file = join(results, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return counted({ name, program: 'vitest/vitest.mjs', args, env }, file, (written) => {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = written as VitestResult;
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  });
}

async function playwright(name: string): Promise<Count> {
  const file = join(results, 'e2e.json');
  const args = ['test', '--reporter=list,json'];
  const step = { name, program: '@playwright/test/cli.js', args, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } };
  return counted(step, file, (written) => {
    const { expected, unexpected, flaky, skipped } = (written as PlaywrightResult).stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  });
}

/** A runner that fails without a failed test (it could not start, or something threw between tests) counts as one. */
async function counted(step: Step, file: string, read: (written: unknown) => Count): Promise<Count> {
  const exitCode = await runStep(step);
  let count: Count = { passed: 0, failed: 0, skipped: 0 };
  try {
    count = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`${step.name}: no result was written (${error instanceof Error ? error.message : String(error)})`);
    count.failed = 1;
  }
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}
