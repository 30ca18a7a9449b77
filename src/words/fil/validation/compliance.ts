import type { ComplianceFact } from '#validation/compliance/facts.ts';
import type * as en from '../../en/validation/compliance.ts';
import { count } from '../format.ts';

const unknown = 'hindi alam';

/** What is stored on this device, and how to remove it. */
const stored = {
  models: [
    'Mga model na na-download o na-import',
    'sa storage ng site na ito; burahin ang mga ito sa page na Mga model',
  ],
  results: [
    'Mga resulta, evaluation, at hallmark',
    'sa storage ng site na ito; burahin ang mga ito sa page na Mga resulta',
  ],
  trials: [
    'Mga trial ng pag-optimise at pag-tune, forecast, at estimator ng accuracy',
    'sa storage ng site na ito; naaalis kasama ng site data nito',
  ],
  conversations: [
    'Mga pag-uusap sa mga language model',
    'sa storage ng site na ito; burahin ang mga ito sa page na Chat',
  ],
  documents: [
    'Ang index ng “Magtanong sa mga file mo”: mga sipi at ang mga vector ng mga ito',
    'sa storage ng site na ito; alisin ang mga file sa page na iyon',
  ],
  faces: [
    'Mga naka-enroll na tao: naka-encrypt na pangalan at vector ng mukha, walang larawan',
    'sa storage ng site na ito; burahin ang mga ito sa page na Patakbuhin, sa “Pagkilala ng mukha”',
  ],
  deployments: [
    'Mga deployment, kasama ang statistics ng mga run at feature ng mga kamakailang input ng mga ito',
    'sa storage ng site na ito; burahin ang mga ito sa page ng deployment',
  ],
  'inputs-to-label': [
    'Mga input ng deployment na naghihintay ng label, kung may taong pumayag na i-store ang mga ito',
    'sa storage ng site na ito; burahin ang mga ito sa page ng deployment',
  ],
  corrections: [
    'Mga pagtatama sa mga model: mga feature at klase, walang larawan',
    'sa storage ng site na ito; burahin ang mga ito sa page na Patakbuhin, sa “Itama ang model na ito”',
  ],
  settings: [
    'Mga setting, kamakailang model, ipinares na companion, at pahintulot sa mga file',
    'sa storage ng site na ito; naaalis kasama ng site data nito',
  ],
  keys: [
    'Ang mga private key para sa mga hallmark at para sa pagkatuto kasama ang iba',
    'sa storage ng site na ito, hindi mae-export; naaalis kasama ng site data nito',
  ],
  'app-files': ['Ang mismong app, para magamit offline', 'sa cache ng browser; naaalis kasama ng site data'],
} as const;

/** Statements that a person provides. */
export const statements: typeof en.statements = {
  'model-use': 'Kung saan ginagamit ang model, at na pinapayagan iyon ng lisensya nito',
  'data-rights': 'Kung saan galing ang data na may label, ang lisensya nito, at ang karapatang gamitin ito',
  'personal-data': 'Kung may personal na data sa mga input, at kung ano ang batayan ng pagproseso sa mga ito',
  'affected-people': 'Kung sino ang naaapektuhan ng mga output ng model, at kung paano sila makakatutol',
  contact: 'Kung sino ang may pananagutan',
};

function formatFact(fact: ComplianceFact): readonly [name: string, value: string] {
  switch (fact.code) {
    case 'model':
      return ['Model', `${fact.facts.name}, SHA-256 ${fact.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['Lisensya ng model', fact.facts.licence ?? unknown];
    case 'model-source':
      return ['Pinagmulan ng model', fact.facts.source ?? unknown];
    case 'data':
      return [
        'Data na may label',
        fact.facts ? `${fact.facts.name}, ${count(fact.facts.items, 'item')}, SHA-256 ${fact.facts.sha256}` : unknown,
      ];
    case 'network':
      return ['Mga host na kinontak habang tumatakbo', networkText(fact.facts)];
    case 'stored': {
      const [what, removal] = stored[fact.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[fact.facts.id], fact.facts.text ?? 'hindi ibinigay'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return unknown;
  return `${facts.hosts || 'ang sa app lang'} (${count(facts.requests, 'request')} ang naitala)`;
}

/** Texts of the compliance form. */
export const compliance: typeof en.compliance = {
  heading: (model) => `Impormasyon para sa compliance ng ${model}`,
  columns: ['Impormasyon', 'Value', 'Pinagmulan'],
  fact: formatFact,
  origins: {
    file: 'ang file ng model o ang entry nito sa katalogo',
    measured: 'sinukat sa device na ito',
    program: 'kung paano gumagana ang Assay',
    person: 'ibinigay ng lumagda',
    unknown: 'kulang',
  },
  note: 'Hindi nagpapadala ang Assay ng mga model, input, o resulta sa anumang server, maliban sa companion o inference server na piniling magpatakbo sa model. Impormasyon lang ang mga ito, hindi payong legal: ang lumalagda ang magpapasya kung natutugunan ng mga ito ang isang batas o kontrata.',
  signature: { name: 'Nilagdaan ni', date: 'Petsa' },
};
