import { readFile } from 'node:fs/promises';
import { asAppError } from '#core/errors/error.ts';
import { dataFolder } from '../../data-folder.ts';
import { detectProtocol, probeServer, type ServerProbe } from '../../protocols/remote/probe-server.ts';
import { ServerRecords, type RemoteServer } from '../../protocols/remote/server-records.ts';
import { serverUrl } from '../../protocols/remote/server-url.ts';
import { UsageError, type Command } from '../command.ts';
import { checkFile } from '../options/check-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { errorMessage } from '../print/print-error.ts';
import { singleLine } from '../print/single-line.ts';

const options = {
  'token-file': { type: 'string' },
  model: { type: 'string', multiple: true },
  'context-length': { type: 'string' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- server add <name> <url>... [options] | ls | rm <name>

Adds inference servers whose models the companion then offers as <name>/<model>: any server of the Open Inference Protocol
(Triton, OpenVINO Model Server, MLServer, KServe) or of OpenAI's API (vLLM, llama.cpp, Ray Serve, Ollama, LM Studio).
Several URLs are servers with the same models: if one fails, its requests go to the others.

  --token-file <file>   a bearer token in a file; the stored copy is readable only by you
  --model <name>        a model of a server that does not list its models; may be repeated
  --context-length <n>  in tokens, for the models of a server that does not report it`,

  async run(args, { print, log }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [action, name, ...urls] = positionals;
    const records = new ServerRecords(await dataFolder('servers'));
    if (action !== 'add' && Object.keys(values).length > 0) throw new UsageError('the options are for add');
    if (action === 'ls' && name === undefined) {
      const servers = await records.list();
      if (servers.length === 0) print('There are no servers.');
      for (const server of servers) print(await describe(server));
    } else if (action === 'add') {
      const server = await serverFrom(name, urls, values);
      const probes = await Promise.all(server.urls.map((url) => detectProtocol({ ...server, urls: [url] })));
      const { protocol } = probes[0]!;
      if (probes.some((probe) => probe.protocol !== protocol)) {
        throw new UsageError('the servers speak different protocols: add each under a name of its own');
      }
      if (!(await records.add({ ...server, protocol }))) throw new UsageError(`there is a server "${name}" already`);
      for (const [index, probe] of probes.entries()) log(`${server.urls[index]}: ${abilities(probe, server.models)}`);
    } else if (action === 'rm' && urls.length === 0) {
      if (!(await records.remove(nameFrom(name)))) throw new UsageError(`there is no server "${name}"`);
    } else throw new UsageError('expected add, ls or rm');
    return 0;
  },
};

type Values = { readonly 'token-file'?: string; readonly model?: string[]; readonly 'context-length'?: string };

async function serverFrom(name: string | undefined, urls: readonly string[], values: Values) {
  const { 'token-file': tokenFile, model: models, 'context-length': context } = values;
  if (urls.length === 0) throw new UsageError('expected a name and at least one URL');
  if (context !== undefined && !/^[1-9]\d{0,8}$/.test(context)) {
    throw new UsageError(`--context-length is "${context}": it must be a number of tokens`);
  }
  if (tokenFile !== undefined) checkFile(tokenFile, '--token-file expects a file with a token');
  const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
  if (token !== undefined && !/^[\x21-\x7e]{1,8192}$/.test(token)) {
    throw new UsageError(`--token-file: "${tokenFile}" does not contain a token on one line`);
  }
  return {
    name: nameFrom(name),
    urls: urls.map((url) => serverUrl(url, token !== undefined)),
    createdAt: 0,
    ...(token !== undefined && { token }),
    ...(models && { models }),
    ...(context !== undefined && { contextLength: Number(context) }),
  };
}

function nameFrom(name: string | undefined): string {
  if (name === undefined) throw new UsageError('expected the name of a server');
  if (/^[\w-]{1,64}$/.test(name)) return name;
  throw new UsageError(`the name is "${name}": it can have 1 to 64 letters, digits, "-" and "_"`);
}

async function describe(server: RemoteServer): Promise<string> {
  const lines = server.urls.map(async (url) => {
    try {
      return `  ${url}: ${abilities(await probeServer({ ...server, urls: [url] }), server.models)}`;
    } catch (thrown) {
      return `  ${url}: ${errorMessage(asAppError(thrown))}`;
    }
  });
  return [server.name, ...(await Promise.all(lines))].join('\n');
}

function abilities(probe: ServerProbe, given: readonly string[] | undefined): string {
  const listed = probe.models?.map((model) => (typeof model === 'string' ? model : model.id)) ?? null;
  const models = given ?? listed;
  const names =
    models === null
      ? 'it does not list its models; name them with --model'
      : `models: ${models.map(singleLine).join(', ') || 'none'}`;
  if (probe.protocol === 'openai') return `OpenAI's API; ${names}`;
  const { name, version, statesBinary } = probe.facts;
  const tensors = statesBinary ? 'binary tensors' : 'binary tensors are tried first, else JSON';
  return singleLine(`Open Inference Protocol, ${name} ${version}; ${tensors}; ${names}`);
}
