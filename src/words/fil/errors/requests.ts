import type { ErrorFacts } from '#core/errors/error.ts';
import type * as en from '../../en/errors/requests.ts';
import { format } from '../format.ts';

/** What is wrong with a request of a client of the companion's HTTP servers: the text after the colon of a message. */
export const requestReasons: typeof en.requestReasons = {
  'body-encoding': ({ coding }) => `naka-compress ang body nito (${coding})`,
  'body-too-large': ({ maxBytes }) => `mahigit ${format.bytes(Number(maxBytes))} ang body nito`,
  'body-not-json': () => 'hindi JSON ang body nito',
  'body-field': ({ field, actual }) => `kulang o hindi valid ang field na “${field}” (${actual})`,
  'not-supported': ({ feature }) => `hindi suportado ng server na ito ang “${feature}”`,
  'tensor-type': ({ name, type }) => `may hindi kilalang type na “${type}” ang tensor na “${name}”`,
  'tensor-repeated-in-request': ({ name }) => `may dalawang tensor dito na “${name}” ang pangalan`,
  'tensor-elements': ({ name, actual, expected }) =>
    `${actual} ang element ng tensor na “${name}”, pero ${expected} ang kailangan ng shape nito`,
  'tensor-element': ({ name, type, value }) => `may lamang ${value} ang tensor na “${name}” na may type na ${type}`,
  'tensor-byte-count': ({ name, actual, shape }) =>
    `hindi tugma sa type at sa shape na [${shape}] ang ${actual} byte ng tensor na “${name}”`,
  'tensor-needs-binary': ({ name, type }) =>
    `hindi maipapahayag ng JSON ang mga ${type} na value ng tensor na “${name}”`,
  'binary-size': ({ actual, expected }) =>
    `${actual} byte ang kasunod ng JSON nito, pero ${expected} ang idinedeklara ng mga tensor nito`,
  'output-unknown': ({ name }) => `walang output na “${name}” ang model`,
  'model-kind': ({ model, kind }) => `hindi ${kind} model ang ${model}`,
  'model-unloaded': ({ model }) => `na-unload na ang model na ${model}`,
};

/** What to do about it. */
export const requestFixes: typeof en.requestFixes = {
  'body-encoding': 'Ipadala ito nang walang compression.',
  'body-too-large': 'Magpadala nang mas kaunti sa bawat pagkakataon.',
  'body-not-json': 'Magpadala ng JSON na UTF-8.',
  'body-field': 'Itama ang field ayon sa protocol.',
  'not-supported': 'Huwag itong isama.',
  'tensor-type': 'Magpadala ng isa sa mga type na nakasaad sa metadata ng model.',
  'tensor-repeated-in-request': 'Ipadala nang isang beses ang bawat tensor.',
  'tensor-elements': 'Magpadala ng kasindami ng element ng shape, o itama ang shape.',
  'tensor-element':
    'Magpadala ng mga value na kayang ipahayag ng type; bilang binary data ang mga buong bilang na lampas sa 2^53.',
  'tensor-byte-count': 'Ipadala ang lahat ng byte ng tensor, o itama ang type o shape nito.',
  'tensor-needs-binary': 'Ipadala at hingin ang mga ganitong tensor bilang binary data.',
  'binary-size': 'Isaad bilang “binary_data_size” ang laki ng bawat tensor na kasunod ng JSON.',
  'output-unknown': 'Humingi ng mga output na nakasaad sa metadata ng model.',
  'model-kind': 'Gamitin ang API para sa uri nito: mga tensor sa /v2, text sa /v1.',
  'model-unloaded': 'I-load muna ito.',
};

const quoteReason = ({ why }: ErrorFacts) => (why === undefined || why === '' ? '' : `: “${why}”`);

/** Why a remote server has not answered, or cannot be added: the text after the colon of a message. */
export const serverReasons: typeof en.serverReasons = {
  'server-rejects': (facts) => `sumasagot ito nang may status na ${facts['status']}${quoteReason(facts)}`,
  'server-token': (facts) =>
    `tinatanggihan nito ang token, o kailangan nito ng token (status ${facts['status']})${quoteReason(facts)}`,
  'server-redirects': () => 'nagre-redirect ito sa ibang address',
  'server-answer-too-large': () => 'masyadong malaki ang sagot nito',
  'answer-unexpected': ({ field }) => `kulang o hindi valid ang field na “${field}” ng sagot nito`,
  'answer-differs': () => 'pumalya ang isa pang server sa gitna ng sagot, at iba ang simula ng sagot ng server na ito',
  'server-context-unknown': ({ model }) => `hindi nito iniuulat ang haba ng context ng ${model}`,
  'server-not-timed': () =>
    'hindi iniuulat ng remote server ng mga language model ang oras ng compute nito, ni kung aling mga token ang muli nitong ginagamit',
  'server-one-graph': () => 'ilang graph ang kailangan ng task, at iisang graph lang ang model sa remote server',
  'server-url': () => 'hindi ito http o https na address ng isang server',
  'server-url-secret': () => 'may username, password, o query ito',
  'server-url-metadata': () => 'ito ang metadata service ng isang cloud provider, na namimigay ng mga credential',
  'server-url-unencrypted': () => 'magpapadala roon ng token nang walang encryption',
};

/** What to do about it. */
export const serverFixes: typeof en.serverFixes = {
  'server-rejects': 'Tingnan ang mga pangalan ng model at ng mga input nito, at ang log ng server.',
  'server-token': 'Alisin ang server at idagdag itong muli nang may valid na token: --token-file.',
  'server-redirects': 'Idagdag ang server gamit ang address na pinagre-redirect-an nito.',
  'server-answer-too-large': 'Humingi nang mas kaunti sa bawat pagkakataon.',
  'answer-unexpected': 'Tiyaking address ito ng isang inference server.',
  'answer-differs': 'Magtanong muli, o itakda sa 0 ang temperature: magkakapareho na ang sagot ng bawat server.',
  'server-context-unknown': 'Alisin ang server at idagdag itong muli gamit ang --context-length.',
  'server-url': 'Isulat ito bilang https://host:port/path.',
  'server-url-secret': 'Alisin ang mga ito sa address, at ibigay ang token gamit ang --token-file.',
  'server-url-metadata': 'Gamitin ang address ng isang inference server.',
  'server-url-unencrypted': 'Gumamit ng https, o ng server sa machine na ito.',
};
