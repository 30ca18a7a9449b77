/** Inputs of the generated CI configuration. Paths are relative to the user's repository. */
export interface CiOptions {
  /** The git repository of Assay, as `git clone` takes it, and a tag or branch of it. */
  readonly assay: { readonly url: string; readonly ref: string };
  /** The options of the command `gate`; some can be repeated. */
  readonly options: readonly CiOption[];
}

export interface CiOption {
  readonly name: string;
  /** `null` for an option without a value. */
  readonly value: string | null;
}

const junit = 'assay-junit.xml';
const summary = 'assay-summary.md';

/** A workflow of GitHub Actions, `.github/workflows/assay.yml`: the summary is shown on the page of the run. */
export function formatGithubWorkflow(options: CiOptions): string {
  // GitHub evaluates expressions in the values of variables.
  const value = (text: string) => quote(text.replaceAll('${{', "${{ '${{' }}"));
  return joinLines(
    'name: Assay',
    'on:',
    '  pull_request:',
    '  push:',
    '    branches: [main]',
    'permissions:',
    '  contents: read',
    'jobs:',
    '  gates:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 60',
    '    env:',
    ...listVariables(options).map(([name, text]) => `      ${name}: ${value(text)}`),
    '    steps:',
    '      - uses: actions/checkout@v4',
    '        with:',
    '          lfs: true',
    '      - uses: actions/setup-node@v4',
    '        with:',
    '          node-version: 24',
    `      - run: '${formatCloneCommand('$RUNNER_TEMP')}'`,
    `      - run: '${formatGateCommand('$RUNNER_TEMP', options)}'`,
    '      - if: always()',
    `        run: 'if [ -f ${summary} ]; then cat ${summary} >> "$GITHUB_STEP_SUMMARY"; fi'`,
    '      - if: always()',
    '        uses: actions/upload-artifact@v4',
    '        with:',
    '          name: assay',
    '          path: assay-*',
  );
}

/** A job of GitLab CI, `.gitlab-ci.yml`: the gates are shown as tests of the merge request. */
export function formatGitlabPipeline(options: CiOptions): string {
  return joinLines(
    'gates:',
    '  image: node:24',
    '  timeout: 1 hour',
    '  variables:',
    ...listVariables(options).flatMap(([name, text]) => [
      `    ${name}:`,
      `      value: ${quote(text)}`,
      '      expand: false',
    ]),
    '  script:',
    `    - '${formatCloneCommand('/tmp')}'`,
    `    - '${formatGateCommand('/tmp', options)}'`,
    '  artifacts:',
    '    when: always',
    '    paths:',
    '      - assay-*',
    '    reports:',
    `      junit: ${junit}`,
  );
}

/** Values are passed as variables, so the shell does not interpret them. */
function listVariables({ assay, options }: CiOptions): readonly (readonly [string, string])[] {
  return [
    ['ASSAY_URL', assay.url],
    ['ASSAY_REF', assay.ref],
    ...options.flatMap(({ value }, index) =>
      value === null ? [] : [[getVariableName(options, index), value] as const],
    ),
  ];
}

/** `ASSAY_CANDIDATE`, and `ASSAY_CANDIDATE_2` if the option is repeated. */
function getVariableName(options: readonly CiOption[], index: number): string {
  const { name } = options[index]!;
  const nth = options.slice(0, index + 1).filter((option) => option.name === name).length;
  return `ASSAY_${name.toUpperCase().replaceAll('-', '_')}${nth > 1 ? `_${nth}` : ''}`;
}

function formatCloneCommand(folder: string): string {
  return `git clone --depth 1 --branch "$ASSAY_REF" "$ASSAY_URL" "${folder}/assay"`;
}

/** Not by `npm run`, which would change to the folder of Assay: paths are relative to the user's repository. */
function formatGateCommand(folder: string, { options }: CiOptions): string {
  const program = `node "${folder}/assay/scripts/with-node.mjs" "${folder}/assay/scripts/assay.ts"`;
  const given = options.map(({ name, value }, index) =>
    value === null ? `--${name}` : `--${name} "$${getVariableName(options, index)}"`,
  );
  return `${program} gate ${given.join(' ')} --junit ${junit} --md ${summary}`;
}

/** A string of JSON is one of YAML 1.2 in double quotes. */
function quote(text: string): string {
  return JSON.stringify(text);
}

function joinLines(...text: readonly string[]): string {
  return `${text.join('\n')}\n`;
}
