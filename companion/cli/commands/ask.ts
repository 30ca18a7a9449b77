import { statSync } from 'node:fs';
import type { AppError } from '#core/errors/error.ts';
import { UsageError, type Command } from '../command.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { listFilesRecursively } from '../files/folder-files.ts';
import { parseOptions } from '../options/parse-options.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { readResult } from '../page/page-result.ts';
import { formatErrorMessage } from '../print/print-error.ts';

const options = {
  files: { type: 'string', multiple: true },
  model: { type: 'string', multiple: true },
  chat: { type: 'string', multiple: true },
  hub: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** The fields of the page's result that are printed as text; `--json` prints all fields. */
interface AskResult {
  readonly isInFiles: boolean;
  readonly answer: string | null;
  readonly sources: readonly {
    readonly source: number;
    readonly file: string;
    readonly page: number | null;
    readonly headings: readonly string[];
    readonly text: string;
    readonly isCited: boolean;
  }[];
  readonly failures: readonly Pick<AppError, 'code' | 'facts'>[];
}

export const command: Command = {
  usage: `usage: npm run assay -- ask --files <file or folder>... --model <embedding model> [options] "<question>"

Finds the passages that answer a question in text, Markdown, HTML, PDF and Word (.docx) files. With a language model,
it also writes an answer that cites these passages by number. Nothing leaves this machine, and no index is stored.

  --files <file or folder>          may be repeated; folders include their subfolders
  --model <file, folder, id or URL> an embedding model: sentence-transformers or Model2Vec in
                                    ONNX, with its tokenizer.json; may be repeated
  --chat <file or folder>           a language model, such as a GGUF file; may be repeated
  --hub <URL>                       model hub; default: the public one
  --json                            print JSON`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const [question, ...others] = positionals;
    if (!question?.trim() || others.length > 0) throw new UsageError('expected one question, in quotes');
    if (!values.files) throw new UsageError('--files is required');
    if (!values.model) throw new UsageError('--model is required');
    const paths = values.files.flatMap(listFilesAt);
    if (paths.length === 0) throw new UsageError(`--files: no files in ${values.files.join(', ')}`);
    const model = await readModelArgument(values.model);
    const chat = values.chat && (await readModelArgument(values.chat));
    if (chat && chat.kind !== 'files')
      throw new UsageError(`--chat is "${values.chat?.join(', ')}"; expected files or a folder`);
    const query = new URLSearchParams({ question, ...(chat && { chat: '1' }) });
    const status = await driveModel(model, {
      formatLink: (subject) => `#/files?${new URLSearchParams(subject)}&${query}`,
      hub: values.hub,
      ...context,
      async onReady(page) {
        if (chat) await page.openChat(chat.paths);
        await page.addInputs(paths);
      },
    });
    const result = readResult(status).result as AskResult;
    for (const failure of result.failures) context.log(formatErrorMessage(failure));
    context.print(values.json ? JSON.stringify(result, null, 2) : formatAnswer(result));
    return 0;
  },
};

function listFilesAt(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`--files: there is no file or folder "${path}"`);
  return stats.isDirectory() ? listFilesRecursively(path) : [path];
}

function formatAnswer({ isInFiles, answer, sources }: AskResult): string {
  const passages = sources.map(({ source, file, page, headings, text }) => {
    const place = [file, ...(page === null ? [] : [`page ${page}`]), ...headings].join(', ');
    return `[${source}] ${place}\n${text}`;
  });
  if (!isInFiles) return 'Not in your files.';
  return [...(answer === null ? [] : [answer.trim()]), ...passages].join('\n\n');
}
