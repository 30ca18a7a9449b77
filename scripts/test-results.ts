import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './project-root.ts';

/** The test counts of one step of `npm test`. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The name of each failed test, followed by the first lines of its error. */
  readonly failures: readonly string[];
  /** The name of each test that failed at first and passed when repeated, followed by the first lines of its error. */
  readonly flaky: readonly string[];
  readonly times: readonly TestTime[];
}

export interface TestTime {
  readonly name: string;
  readonly tookMs: number;
}

/** The parts of the output of vitest's and playwright's JSON reporters that are used here. */
interface VitestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    /** An error outside the tests of the file, for example while it is imported. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      /** Absent if the test did not run. */
      readonly duration?: number | null;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}
interface PlaywrightResult {
  readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
  readonly suites: readonly PlaywrightSuite[];
}
interface PlaywrightSuite {
  readonly file: string;
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly duration: number; readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

const maxErrorLines = 8;

export function formatFailure(name: string, message = 'no error message'): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, maxErrorLines);
  return [name, ...lines.map((line) => `  ${line}`)].join('\n');
}

export function countVitestTests(output: unknown): TestCounts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = output as VitestResult;
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
    failures: testResults.flatMap(({ name, message, assertionResults }) => {
      const file = relative(root, name);
      const failures = message === '' ? [] : [formatFailure(file, message)];
      for (const { status, fullName, failureMessages } of assertionResults) {
        if (status === 'failed') failures.push(formatFailure(`${file} › ${fullName}`, failureMessages?.join('\n')));
      }
      return failures;
    }),
    // A test that passed when repeated has the error of its first attempt.
    flaky: testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status, failureMessages }) => status === 'passed' && failureMessages && failureMessages.length > 0)
        .map(({ fullName, failureMessages }) =>
          formatFailure(`${relative(root, name)} › ${fullName}`, failureMessages?.[0]),
        ),
    ),
    times: testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ fullName, duration }) => ({
        name: `${relative(root, name)} › ${fullName}`,
        tookMs: duration ?? 0,
      })),
    ),
  };
}

export function countPlaywrightTests(output: unknown): TestCounts {
  const { stats, suites } = output as PlaywrightResult;
  const { expected, unexpected, flaky, skipped } = stats;
  return {
    passed: expected + flaky,
    failed: unexpected,
    skipped,
    failures: suites.flatMap(listFailures),
    flaky: suites.flatMap(listFlaky),
    times: suites.flatMap(listTimes),
  };
}

/** Formats the name of a test. The title of the outermost suite of a file is the file's name. */
function formatTestName({ file, title }: Pick<PlaywrightSuite, 'file' | 'title'>, testTitle: string): string {
  return [`e2e/${file}`, ...(title === file ? [] : [title]), testTitle].join(' › ');
}

function listFailures({ file, title, suites = [], specs }: PlaywrightSuite): string[] {
  const failures = specs
    .filter(({ ok }) => !ok)
    .map((spec) => {
      const errors = spec.tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []));
      return formatFailure(
        formatTestName({ file, title }, spec.title),
        errors.length > 0 ? errors.join('\n') : undefined,
      );
    });
  return failures.concat(suites.flatMap(listFailures));
}

function listFlaky({ file, title, suites = [], specs }: PlaywrightSuite): string[] {
  const flaky = specs
    .filter(({ ok, tests }) => ok && tests.some(({ status }) => status === 'flaky'))
    .map((spec) => {
      const [first] = spec.tests.flatMap(({ results }) => results);
      return formatFailure(formatTestName({ file, title }, spec.title), first?.error?.message);
    });
  return flaky.concat(suites.flatMap(listFlaky));
}

function listTimes({ file, title, suites = [], specs }: PlaywrightSuite): TestTime[] {
  const times = specs.map((spec) => ({
    name: formatTestName({ file, title }, spec.title),
    tookMs: spec.tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0),
  }));
  return times.concat(suites.flatMap(listTimes));
}
