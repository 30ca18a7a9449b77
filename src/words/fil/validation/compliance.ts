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
  conversations: [
    'Mga pag-uusap sa mga language model',
    'sa storage ng site na ito; burahin ang mga ito sa page na Chat',
  ],
  settings: [
    'Mga setting, kamakailang model, at pahintulot sa mga file',
    'sa storage ng site na ito; naaalis kasama ng site data nito',
  ],
  keys: [
    'Ang private key para sa mga hallmark',
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

function fact(made: ComplianceFact): readonly [name: string, value: string] {
  switch (made.code) {
    case 'model':
      return ['Model', `${made.facts.name}, SHA-256 ${made.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['Lisensya ng model', made.facts.licence ?? unknown];
    case 'model-source':
      return ['Pinagmulan ng model', made.facts.source ?? unknown];
    case 'data':
      return [
        'Data na may label',
        made.facts ? `${made.facts.name}, ${count(made.facts.items, 'item')}, SHA-256 ${made.facts.sha256}` : 'wala',
      ];
    case 'network':
      return ['Mga host na kinontak habang tumatakbo', networkText(made.facts)];
    case 'stored': {
      const [what, removal] = stored[made.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[made.facts.id], made.facts.text ?? 'hindi ibinigay'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return 'hindi naitala';
  const total = `sa ${count(facts.requests, 'naitalang request')}`;
  return facts.hosts === '' ? `wala kundi ang sa app, ${total}` : `${facts.hosts}, ${total}`;
}

/** Texts of the compliance form. */
export const compliance: typeof en.compliance = {
  heading: (model) => `Impormasyon para sa compliance ng ${model}`,
  columns: ['Impormasyon', 'Value', 'Pinagmulan'],
  fact,
  origins: {
    file: 'ang file ng model o ang entry nito sa katalogo',
    measured: 'sinukat sa device na ito',
    program: 'kung paano gumagana ang Assay',
    person: 'ibinigay ng lumagda',
    unknown: 'kulang',
  },
  note: 'Hindi nagpapadala ang Assay ng mga model, input, o sagot sa anumang server. Impormasyon lang ang mga ito, hindi payong legal: ang lumalagda ang magpapasya kung natutugunan ng mga ito ang isang batas o kontrata.',
  signature: { name: 'Nilagdaan ni', date: 'Petsa' },
};
