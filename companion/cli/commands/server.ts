import { readFile } from 'node:fs/promises';
import { asAppError } from '#core/errors/error.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { detectProtocol, probeServer, type ServerProbe } from '../../protocols/remote/probe-server.ts';
import { ServerRecords, type RemoteServer } from '../../protocols/remote/server-records.ts';
import { parseServerUrl } from '../../protocols/remote/parse-server-url.ts';
import { UsageError, type Command } from '../command.ts';
import { checkFile } from '../options/check-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { formatErrorMessage } from '../print/print-error.ts';
import { toSingleLine } from '../print/terminal-text.ts';

const options = {
  'token-file': { type: 'string' },
  model: { type: 'string', multiple: true },
  'context-length': { type: 'string' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- server add <name> <url>... [options]
       npm run assay -- server ls
       npm run assay -- server rm <name>

Adds, lists or removes an inference server, whose models the companion offers as <name>/<model>. The server must support
the Open Inference Protocol (Triton, OpenVINO Model Server, MLServer, KServe) or the OpenAI API (vLLM, llama.cpp, Ray
Serve, Ollama, LM Studio). Multiple URLs are replicas that serve the same models: if one fails, its requests go to the
others.

  --token-file <file>   a file with a bearer token; the stored copy is readable only by you
  --model <name>        a model of a server that does not list its models; may be repeated
  --context-length <n>  the context length in tokens, if the server does not report it`,

  async run(args, { print, log }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [action, name, ...urls] = positionals;
    const unexpected = positionals[action === 'ls' ? 1 : 2];
    if (action !== 'add' && unexpected !== undefined) throw new UsageError(`unexpected argument "${unexpected}"`);
    const records = new ServerRecords(await ensureDataFolder('servers'));
    if (action !== 'add' && Object.keys(values).length > 0) throw new UsageError('options are only used with add');
    if (action === 'ls') {
      const servers = await records.list();
      if (servers.length === 0) print('There are no servers.');
      for (const server of servers) print(await describeServer(server));
    } else if (action === 'add') {
      const server = await parseServer(name, urls, values);
      const probes = await Promise.all(server.urls.map((url) => detectProtocol({ ...server, urls: [url] })));
      const { protocol } = probes[0]!;
      if (probes.some((probe) => probe.protocol !== protocol)) {
        throw new UsageError('the servers use different protocols: add each of them under its own name');
      }
      if (!(await records.add({ ...server, protocol })))
        throw new UsageError(`a server named "${name}" already exists`);
      for (const [index, probe] of probes.entries())
        log(`${server.urls[index]}: ${describeCapabilities(probe, server.models)}`);
    } else if (action === 'rm') {
      if (!(await records.remove(parseName(name)))) throw new UsageError(`there is no server named "${name}"`);
    } else throw new UsageError(`expected add, ls or rm${action === undefined ? '' : `, not "${action}"`}`);
    return 0;
  },
};

type Values = { readonly 'token-file'?: string; readonly model?: string[]; readonly 'context-length'?: string };

async function parseServer(name: string | undefined, urls: readonly string[], values: Values) {
  const { 'token-file': tokenFile, model: models, 'context-length': context } = values;
  if (urls.length === 0) throw new UsageError('expected a name and at least one URL');
  if (context !== undefined && !/^[1-9]\d{0,8}$/.test(context)) {
    throw new UsageError(`--context-length is "${context}"; expected a number of tokens`);
  }
  if (tokenFile !== undefined) checkFile(tokenFile, '--token-file expects a file with a token');
  const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
  if (token !== undefined && !/^[\x21-\x7e]{1,8192}$/.test(token)) {
    throw new UsageError(`--token-file: "${tokenFile}" does not contain a token on one line`);
  }
  return {
    name: parseName(name),
    urls: urls.map((url) => parseServerUrl(url, token !== undefined)),
    createdAt: 0,
    ...(token !== undefined && { token }),
    ...(models && { models }),
    ...(context !== undefined && { contextLength: Number(context) }),
  };
}

function parseName(name: string | undefined): string {
  if (name === undefined) throw new UsageError('expected a name for the server');
  if (/^[\w-]{1,64}$/.test(name)) return name;
  throw new UsageError(`invalid server name "${name}": use 1 to 64 letters, digits, "-" or "_"`);
}

async function describeServer(server: RemoteServer): Promise<string> {
  const lines = server.urls.map(async (url) => {
    try {
      return `  ${url}: ${describeCapabilities(await probeServer({ ...server, urls: [url] }), server.models)}`;
    } catch (thrown) {
      return `  ${url}: ${formatErrorMessage(asAppError(thrown))}`;
    }
  });
  return [server.name, ...(await Promise.all(lines))].join('\n');
}

function describeCapabilities(probe: ServerProbe, configured: readonly string[] | undefined): string {
  const listedModels = probe.models?.map((model) => (typeof model === 'string' ? model : model.id)) ?? null;
  const models = configured ?? listedModels;
  const names =
    models === null
      ? 'it does not list its models; name them with --model'
      : `models: ${models.map(toSingleLine).join(', ') || 'none'}`;
  if (probe.protocol === 'openai') return `OpenAI API; ${names}`;
  const { name, version, declaresBinary } = probe.facts;
  const tensors = declaresBinary ? 'binary tensors' : 'binary tensors are tried first, then JSON';
  return toSingleLine(`Open Inference Protocol, ${name} ${version}; ${tensors}; ${names}`);
}
