import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aggregations, computePlanEpsilon } from '#federated/protocol/plan.ts';
import { parseInvitation } from '#federated/protocol/invitation.ts';
import { maxShares } from '#federated/secure-aggregation/shamir.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { FederationFiles } from '../../federated/federation-files.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { findBackboneFile } from '../files/backbone-file.ts';
import { createFederation, saveFederatedModel } from '../native/coordinate-federation.ts';
import { joinFederation } from '../native/join-federation.ts';
import { checkFolder } from '../native/observe-folder.ts';
import { checkFile, checkOutput } from '../options/check-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { formatFederations, formatPlan } from '../print/federation-text.ts';

const options = {
  data: { type: 'string' },
  model: { type: 'string' },
  out: { type: 'string' },
  url: { type: 'string' },
  epsilon: { type: 'string' },
  delta: { type: 'string' },
  rounds: { type: 'string' },
  'min-participants': { type: 'string' },
  'round-minutes': { type: 'string' },
  aggregation: { type: 'string' },
  key: { type: 'string' },
  send: { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

const defaults = {
  model: 'cifar10',
  url: 'http://127.0.0.1:7319',
  epsilon: '16',
  delta: '0.001',
  rounds: '5',
  joinedRounds: '1',
  minParticipants: '3',
  roundMinutes: '60',
  aggregation: 'secure',
};
/** The options of each action. */
const actionOptions: Readonly<Record<string, readonly (keyof typeof options)[]>> = {
  create: [
    ...(['data', 'model', 'out', 'url', 'epsilon', 'delta', 'rounds'] as const),
    ...(['min-participants', 'round-minutes', 'aggregation'] as const),
  ],
  join: ['data', 'model', 'out', 'url', 'rounds', 'key', 'send'],
  show: [],
  ls: [],
  save: ['model', 'out'],
};
/** The maximum time in seconds for each exchange of messages in a round. Heuristic, not measured. */
const stageSeconds = 120;

export const command: Command = {
  usage: `usage: npm run assay -- federate create <name> --data <folder> --out <invitation> [options]
       npm run assay -- federate join <invitation> --data <folder> --key <key> [--send]
       npm run assay -- federate show <invitation> | ls | save <name> --out <model>

Trains an image classifier jointly with other participants. Images and their features never leave a participant: only
an update of the last layer is sent, clipped and with added noise. Epsilon bounds what all updates reveal about an image.

  create   coordinate a federation: the running companion (npm start) answers its participants. Each needs the
           invitation and an API key: assay key add <name> --scope federate
  join     without --send, print what would be sent, and send nothing; with it, take part in the next rounds
  show     print the plan of an invitation
  ls, save list the federations of this companion; write the model of one

  --data <folder>            images, a folder for each class. The coordinator's are not secret: the mean of
                             their features is part of the plan
  --model <file or id>       the ONNX model whose features are used; default: ${defaults.model}
  --out <file>               the invitation, or the model
  --url <address>            of the coordinator, for participants; default: ${defaults.url}
  --aggregation <mode>       secure: the coordinator sees only the sum. median, trimmed-mean: it sees each update, and
                             a minority of poisoned ones does little harm. Default: ${defaults.aggregation}
  --epsilon, --delta <n>     the privacy budget of each image over all rounds; default: ${defaults.epsilon}, ${defaults.delta}
  --rounds <n>               create: the number of rounds, default: ${defaults.rounds}; join: the number of rounds to take part in
                             now, default: ${defaults.joinedRounds}
  --min-participants <n>     minimum number of participants in a round; default: ${defaults.minParticipants}
  --round-minutes <n>        how long a round waits for participants; default: ${defaults.roundMinutes}
  --key <key>                the API key that the coordinator gave you; or ASSAY_FEDERATE_KEY

Exit codes: 0 done, 1 failed, 2 usage error.`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const [action, name, ...others] = positionals;
    const [unexpected] = action === 'ls' ? positionals.slice(1) : others;
    if (unexpected !== undefined) throw new UsageError(`unexpected argument "${unexpected}"`);
    checkOptions(action, values);
    if (action === 'ls') context.print(formatFederations(await (await openFederationFiles()).list()));
    else if (action === 'create') await create(requireArgument(name, 'a name'), values, context);
    else if (action === 'join') await joinRounds(requireArgument(name, 'an invitation'), values, context);
    else if (action === 'show') context.print(formatPlan(await readInvitation(requireArgument(name, 'an invitation'))));
    else if (action === 'save') await save(requireArgument(name, 'the name of a federation'), values, context);
    else
      throw new UsageError(`expected create, join, show, ls or save${action === undefined ? '' : `, not "${action}"`}`);
    return 0;
  },
};

async function create(name: string, values: Values, context: Context): Promise<void> {
  const { data, out, model = defaults.model, url = defaults.url, aggregation: mode = defaults.aggregation } = values;
  if (data === undefined || out === undefined) throw new UsageError('create requires --data and --out');
  checkUrl(url);
  checkFolder(data);
  const aggregation = aggregations.find((id) => id === mode);
  if (!aggregation) throw new UsageError(`--aggregation is "${mode}"; available: ${aggregations.join(', ')}`);
  const choices = {
    name,
    aggregation,
    rounds: parseWholeNumber('rounds', values.rounds ?? defaults.rounds, 1, 10_000),
    minParticipants: parseWholeNumber(
      'min-participants',
      values['min-participants'] ?? defaults.minParticipants,
      2,
      maxShares,
    ),
    epsilon: parseNumber('epsilon', values.epsilon ?? defaults.epsilon),
    delta: parseNumber('delta', values.delta ?? defaults.delta),
    roundSeconds:
      60 * parseWholeNumber('round-minutes', values['round-minutes'] ?? defaults.roundMinutes, 1, 7 * 24 * 60),
    stageSeconds,
  };
  const backbone = await findBackboneFile(model);
  await checkOutput('out', out, [data, backbone.entry, ...backbone.others]);
  const text = await createFederation(
    { data, model: backbone, url, choices },
    await openFederationFiles(),
    (invitation) => writeFile(out, invitation),
    context,
  );
  context.print(`${formatPlan(await parseInvitation(text))}\n\nWritten: ${out}`);
}

async function joinRounds(path: string, values: Values, context: Context): Promise<void> {
  const { data, out, model = defaults.model, send = false } = values;
  if (data === undefined) throw new UsageError('join requires --data');
  checkFolder(data);
  const key = values.key ?? process.env['ASSAY_FEDERATE_KEY'];
  if (key === undefined) throw new UsageError('join requires --key, or ASSAY_FEDERATE_KEY');
  const invitation = await readInvitation(path);
  const rounds = parseWholeNumber('rounds', values.rounds ?? defaults.joinedRounds, 1, 10_000);
  const backbone = await findBackboneFile(model);
  if (out !== undefined) await checkOutput('out', out, [path, data, backbone.entry, ...backbone.others]);
  const url = values.url ?? invitation.url;
  checkUrl(url);
  const folder = await ensureDataFolder('participations', invitation.id);
  await joinFederation({ invitation, folder, data, model: backbone, url, key, rounds, isSending: send, out }, context);
}

async function save(name: string, { out, model = defaults.model }: Values, context: Context): Promise<void> {
  if (out === undefined) throw new UsageError('save requires --out');
  const federations = (await (await openFederationFiles()).list()).filter(
    ({ plan, id }) => plan.name === name || id === name,
  );
  const [federation, another] = federations;
  if (another) {
    const ids = federations.map(({ id }) => id).join(', ');
    throw new UsageError(`there are ${federations.length} federations "${name}"; name one by its id: ${ids}`);
  }
  if (!federation) throw new UsageError(`there is no federation "${name}"; "federate ls" lists them`);
  const backbone = await findBackboneFile(model);
  await checkOutput('out', out, [backbone.entry, ...backbone.others]);
  await saveFederatedModel(federation, backbone, out, context.signal);
  const epsilon = computePlanEpsilon(federation.plan, federation.round * federation.plan.training.localSteps);
  context.print(`Written: ${out}, after ${federation.round} rounds, epsilon ${epsilon.toFixed(2)}`);
}

async function openFederationFiles(): Promise<FederationFiles> {
  return new FederationFiles(join(await ensureDataFolder(), 'federations'));
}

async function readInvitation(path: string) {
  checkFile(path, 'expected an invitation');
  return parseInvitation(await readFile(path, 'utf8'));
}

/** Rejects options that the action would ignore. */
function checkOptions(action: string | undefined, values: Values): void {
  const known: readonly string[] | undefined = actionOptions[action ?? ''];
  const unused = Object.keys(values).find((option) => known?.includes(option) === false);
  if (unused !== undefined) throw new UsageError(`--${unused} cannot be combined with ${action}`);
}

function requireArgument(value: string | undefined, name: string): string {
  if (value === undefined) throw new UsageError(`expected ${name}`);
  return value;
}

function checkUrl(url: string): void {
  if (['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '')) return;
  throw new UsageError(`--url is "${url}"; expected an address such as ${defaults.url}`);
}

function parseNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--${option} is "${text}"; expected a number above 0`);
}
