import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { githubWorkflow, gitlabPipeline, type CiOption } from '#gates/exports/ci.ts';
import { UsageError } from '../command.ts';
import { readGateFileArgument } from '../options/gate-file-argument.ts';

const services = {
  github: { path: '.github/workflows/assay.yml', toFile: githubWorkflow },
  gitlab: { path: '.gitlab-ci.yml', toFile: gitlabPipeline },
} as const;

/** Options of `gate` that are not for CI: its file sets its own outputs. */
const ownOptions = new Set(['ci', 'repository', 'out', 'junit', 'md', 'hallmark', 'json']);

/** Options with a path, which has to exist in the user's repository. */
const paths = new Set(['candidate', 'baseline', 'data', 'labels', 'gates']);

export type GateCiValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>> & {
  readonly gates?: string;
};

/**
 * Writes the file of a CI service that runs the command `gate` with the same options.
 * @param service as given on the command line
 * @returns its path
 * @throws UsageError
 */
export function writeCiFile(service: string, values: GateCiValues): string {
  const found = Object.entries(services).find(([name]) => name === service)?.[1];
  if (!found) throw new UsageError(`--ci is "${service}": expected ${Object.keys(services).join(' or ')}`);
  const { repository, gates, out = found.path } = values;
  if (typeof repository !== 'string' || repository === '')
    throw new UsageError('--ci needs --repository: the git URL that Assay is cloned from, as URL or URL#tag');
  if (values['data'] === undefined || gates === undefined) throw new UsageError('--ci needs --data and --gates');
  readGateFileArgument(gates);
  const options = Object.entries(values).flatMap(([name, value]) =>
    ownOptions.has(name) ? [] : toOptions(name, value),
  );
  const absolute = options.find(({ name, value }) => value !== null && paths.has(name) && isAbsolute(value));
  if (absolute)
    throw new UsageError(`--${absolute.name} "${absolute.value}" is not in the repository: expected a relative path`);
  if (typeof out !== 'string' || existsSync(out))
    throw new UsageError(`"${String(out)}" exists: choose another file with --out, and include it`);
  const [url = '', ref = 'main'] = repository.split('#');
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, found.toFile({ assay: { url, ref }, options }));
  return out;
}

function toOptions(name: string, value: GateCiValues[string]): readonly CiOption[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [{ name, value: null }];
  return [value].flat().map((entry) => ({ name, value: entry }));
}
