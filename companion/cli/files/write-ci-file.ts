import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, normalize } from 'node:path';
import { formatGithubWorkflow, formatGitlabPipeline, type CiOption } from '#gates/exports/ci.ts';
import { UsageError } from '../command.ts';
import { readGateFileArgument } from '../options/gate-file-argument.ts';

const services = {
  github: { path: '.github/workflows/assay.yml', toFile: formatGithubWorkflow, cure: 'choose another name with --out' },
  gitlab: {
    path: '.gitlab-ci.yml',
    toFile: formatGitlabPipeline,
    cure: 'choose another name with --out, and include that file in .gitlab-ci.yml',
  },
} as const;

/** The options of `gate` that are not passed on, because the CI file sets its own outputs. */
const omittedOptions = new Set(['ci', 'repository', 'out', 'junit', 'md', 'hallmark', 'json']);

/** The options whose value may be a path, which must be inside the user's repository. */
const pathOptions = new Set(['candidate', 'baseline', 'data', 'labels', 'gates']);

export type GateCiValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>> & {
  readonly gates?: string;
};

/**
 * Writes the file with which a CI service runs `gate` with the same options.
 * @param service the value of `--ci`
 * @returns the path of the file
 * @throws UsageError
 */
export function writeCiFile(service: string, values: GateCiValues): string {
  const ci = Object.entries(services).find(([name]) => name === service)?.[1];
  if (!ci) throw new UsageError(`--ci is "${service}"; expected ${Object.keys(services).join(' or ')}`);
  const { repository, gates, out = ci.path } = values;
  if (typeof repository !== 'string' || repository === '')
    throw new UsageError('--ci needs --repository, the git URL from which CI clones Assay: <URL> or <URL>#<tag>');
  if (values['data'] === undefined || gates === undefined) throw new UsageError('--ci needs --data and --gates');
  readGateFileArgument(gates);
  const options = Object.entries(values).flatMap(([name, value]) =>
    omittedOptions.has(name) ? [] : toOptions(name, value),
  );
  const outsidePath = options.find(({ name, value }) => value !== null && pathOptions.has(name) && isOutside(value));
  if (outsidePath)
    throw new UsageError(
      `--${outsidePath.name} "${outsidePath.value}" is outside the repository: expected a path relative to its root`,
    );
  if (typeof out !== 'string' || existsSync(out)) throw new UsageError(`"${String(out)}" already exists: ${ci.cure}`);
  const [url = '', ref = 'main'] = repository.split('#');
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, ci.toFile({ assay: { url, ref }, options }));
  return out;
}

/** Whether a path leads out of the current folder, on any system. */
function isOutside(path: string): boolean {
  return isAbsolute(path) || /^[a-z]:/i.test(path) || /^\.\.(?:[\\/]|$)/.test(normalize(path));
}

function toOptions(name: string, value: GateCiValues[string]): readonly CiOption[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [{ name, value: null }];
  return [value].flat().map((entry) => ({ name, value: entry }));
}
