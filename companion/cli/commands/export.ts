import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { settingIds } from '#core/engine/engine-settings.ts';
import type { StandaloneFiles } from '#standalone/standalone-model.ts';
import { getModelFolder, listTemplates, templateIds, createStandaloneFiles } from '#standalone/index.ts';
import { toStandaloneModel } from '#standalone/to-standalone-model.ts';
import { standalone as words, exportedFiles } from '#words/en/models/standalone.ts';
import { UsageError, type Command } from '../command.ts';
import { readConfiguration } from '../files/read-configuration.ts';
import { inspect } from '../files/inspect-model.ts';
import { listModelFilesAt } from '../files/model-files.ts';
import { checkFile } from '../options/check-options.ts';
import { targetUsage } from '../native/companion-target.ts';
import { parseOptions } from '../options/parse-options.ts';
import { createSettingOptions } from '../options/setting-options.ts';

const settings = createSettingOptions(settingIds);

const options = {
  to: { type: 'string' },
  out: { type: 'string' },
  tuned: { type: 'string' },
  target: { type: 'string' },
  device: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean' },
  ...settings.options,
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- export <model file> --to <kind> --out <folder> [options]

Writes the files to run a model outside Assay with a given configuration, together with a copy of the model. Existing
files with the same names are overwritten.

  --to ${templateIds.join('|')}
  --out <folder>
  --tuned <file>                    the JSON of npm run assay -- tune, whose fastest
                                    configuration is used
  --device wasm|webgpu              a device of the page; default: the engine's first
${targetUsage.native}
  --threads <n>                     default: the engine decides
  --json                            print JSON
${settings.usage}`,

  async run(args, { print }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('expected one model file');
    checkFile(file, "expected the model's entry file");
    const { to, out } = values;
    const id = templateIds.find((template) => template === to);
    if (!id) throw new UsageError(`--to must be one of ${templateIds.join(', ')}`);
    if (out === undefined) throw new UsageError('--out is required');
    const facts = await inspect(file);
    const configuration = await readConfiguration(facts.format, values, settings.names);
    const model = toStandaloneModel(basename(file), facts, configuration);
    const supportedTemplates = listTemplates(model);
    if (!supportedTemplates.includes(id))
      throw new UsageError(
        supportedTemplates.length === 0
          ? words.none
          : `this model can be exported to ${supportedTemplates.join(', ')}, not ${id}`,
      );
    const files = await writeFiles(out, createStandaloneFiles(id, model, words.readme));
    const models = await copyFiles(join(out, getModelFolder(id, model)), dirname(file), await listModelFilesAt(file));
    const paths = [...files, ...models].map((path) => relative(out, path));
    const list = () => `${exportedFiles(paths.length, out)}:\n${paths.map((path) => `  ${path}`).join('\n')}`;
    print(values.json ? JSON.stringify({ to: id, out, configuration, files: paths }, null, 2) : list());
    return 0;
  },
};

async function writeFiles(folder: string, files: StandaloneFiles): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    paths.push(path);
  }
  return paths;
}

/** Copies files with their paths relative to `root`, because a model refers to its external data by relative paths. */
async function copyFiles(folder: string, root: string, sources: readonly string[]): Promise<string[]> {
  const paths = sources.map((source) => join(folder, relative(root, source)));
  for (const [index, source] of sources.entries()) {
    await mkdir(dirname(paths[index]!), { recursive: true });
    await copyFile(source, paths[index]!);
  }
  return paths;
}
