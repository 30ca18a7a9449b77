import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from '../companion/browser/browser.ts';
import { checks } from './check.ts';
import { root } from './project-root.ts';
import { runStep, runSteps, type StepResult, type Step } from './run-step.ts';
import {
  countPlaywrightTests,
  countVitestTests,
  formatFailure,
  type TestCounts,
  type TestTime,
} from './test-results.ts';

// `npm test` runs all checks and tests except the longest tests (`*.long.*`), which `npm test -- --long` runs instead.
// Every check counts as one test. Failures and the slowest tests are printed at the end, and the totals in the last
// line, so the end of a log shows which tests failed.
const results = join(root, '.cache', 'test');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const browser = await ensureBrowser((line) => console.log(line));
console.log(`Browser: ${browser}`);
if (process.env['ASSAY_TEST_DATA'] === undefined) {
  console.log('ASSAY_TEST_DATA is not set: tests on real models and data are skipped.');
}
const isLong = process.argv.includes('--long');
const env = {
  ASSAY_BROWSER: browser,
  ...(isLong && { ASSAY_LONG: '1' }),
  PW_DISABLE_TS_ESM: '1', // Node runs TypeScript by itself; Playwright would compile each file first
  NODE_COMPILE_CACHE: join(results, 'compiled'), // speeds up the many processes that load the same code
};

interface Part {
  readonly step: Step;
  readonly count: (result: StepResult) => TestCounts;
}

const build = countAsOneTest({ name: 'Build', program: './scripts/build.ts', args: ['--fast'] });
const unit = createVitestPart('Unit tests', 'node*');
// Steps without measurements run in parallel; the longest one starts first.
const parallel = isLong ? [build, unit] : [unit, build, ...checks.map(countAsOneTest)];
// Tests in a browser depend on the timing of a shared machine, so each may fail once; flaky tests are listed.
const sequential = [
  createVitestPart('Tests in a browser', 'browser', '--retry=1'),
  createPlaywrightPart('End-to-end tests', '--retries=1'),
];

const stepResults = await runSteps(parallel.map(({ step }) => step));
for (const { step } of sequential) stepResults.push(await runStep(step));
const parts = [...parallel, ...sequential];
const counts = parts.map(({ count }, index) => count(stepResults[index]!));

const sum = (kind: 'passed' | 'failed' | 'skipped') => counts.reduce((total, count) => total + count[kind], 0);
const failures = counts.flatMap((count) => count.failures);
if (failures.length > 0) console.log(`\n── Failed\n\n${failures.join('\n\n')}`);
const flaky = counts.flatMap((count) => count.flaky);
if (flaky.length > 0) console.log(`\n── Failed once, passed when repeated\n\n${flaky.join('\n\n')}`);
printTimes(
  'Time of each step',
  parts.map(({ step }, index) => ({ name: step.name, tookMs: stepResults[index]!.tookMs })),
);
const slowest = counts.flatMap(({ times }) => times).sort((a, b) => b.tookMs - a.tookMs);
printTimes('Slowest tests', slowest.slice(0, 10));
const skipped = sum('skipped');
if (sum('failed') > 0) process.exitCode = 1;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

function printTimes(title: string, times: readonly TestTime[]): void {
  const lines = times.map(({ name, tookMs }) => `${(tookMs / 1000).toFixed(1).padStart(6)} s  ${name}`);
  console.log(`\n── ${title}\n\n${lines.join('\n')}`);
}

function countAsOneTest(step: Step): Part {
  const passed: TestCounts = { passed: 1, failed: 0, skipped: 0, failures: [], flaky: [], times: [] };
  return {
    step,
    count: ({ exitCode }) => (exitCode === 0 ? passed : createFailedCounts(step.name, `exit code ${exitCode}`)),
  };
}

function createFailedCounts(name: string, message: string): TestCounts {
  return { passed: 0, failed: 1, skipped: 0, failures: [formatFailure(name, message)], flaky: [], times: [] };
}

function createVitestPart(name: string, project: string, ...options: string[]): Part {
  const file = join(results, `${project.replace('*', '')}.json`);
  const args = [
    'run',
    '--passWithNoTests',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...options,
  ];
  return countResults({ name, program: 'vitest/vitest.mjs', args, env }, file, countVitestTests);
}

function createPlaywrightPart(name: string, ...options: string[]): Part {
  const file = join(results, 'e2e.json');
  const args = ['test', '--pass-with-no-tests', '--reporter=list,json', ...options];
  const step = { name, program: '@playwright/test/cli.js', args, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } };
  return countResults(step, file, countPlaywrightTests);
}

/**
 * Counts the results in a runner's result file. A runner that fails although no test failed, because it did not start
 * or an error occurred between tests, counts as one failure.
 */
function countResults(step: Step, file: string, read: (output: unknown) => TestCounts): Part {
  const count = ({ exitCode }: StepResult): TestCounts => {
    let counts: TestCounts;
    try {
      counts = read(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      return createFailedCounts(step.name, `no result file: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (exitCode === 0 || counts.failed > 0) return counts;
    const runnerFailure = formatFailure(step.name, `exit code ${exitCode} without a failed test: see its output above`);
    return { ...counts, failed: 1, failures: [...counts.failures, runnerFailure] };
  };
  return { step, count };
}
