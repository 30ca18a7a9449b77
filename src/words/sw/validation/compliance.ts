import type { ComplianceFact, StoredDataKind } from '#validation/compliance/facts.ts';
import type * as en from '../../en/validation/compliance.ts';
import { format } from '../format.ts';

const unknown = 'haijulikani';

/** What is stored on this device, and how to remove it. */
const stored = {
  models: ['Modeli zilizopakuliwa au kuingizwa', 'kwenye hifadhi ya tovuti hii; zifute kwenye ukurasa wa Modeli'],
  results: ['Matokeo, tathmini na mihuri', 'kwenye hifadhi ya tovuti hii; yafute kwenye ukurasa wa Matokeo'],
  conversations: ['Mazungumzo na modeli za lugha', 'kwenye hifadhi ya tovuti hii; yafute kwenye ukurasa wa Gumzo'],
  settings: [
    'Mipangilio, modeli za hivi karibuni na ruhusa za faili',
    'kwenye hifadhi ya tovuti hii; huondolewa pamoja na data ya tovuti',
  ],
  keys: [
    'Ufunguo wa siri wa mihuri',
    'kwenye hifadhi ya tovuti hii, hauwezi kuhamishwa; huondolewa pamoja na data ya tovuti',
  ],
  'app-files': [
    'Programu yenyewe, kwa matumizi ya nje ya mtandao',
    'kwenye akiba ya kivinjari; huondolewa pamoja na data ya tovuti',
  ],
} satisfies Record<StoredDataKind, readonly [what: string, removal: string]>;

/** Statements that a person provides. */
export const statements: typeof en.statements = {
  'model-use': 'Modeli inatumika kwa nini, na kwamba leseni yake inaruhusu',
  'data-rights': 'Data yenye lebo inatoka wapi, leseni yake, na haki ya kuitumia',
  'personal-data': 'Kama maingizo yana data ya kibinafsi, na huchakatwa kwa msingi gani wa kisheria',
  'affected-people': 'Matokeo ya modeli yanawaathiri nani, na wanaweza kuyapinga vipi',
  contact: 'Nani anawajibika',
};

function fact(made: ComplianceFact): readonly [name: string, value: string] {
  switch (made.code) {
    case 'model':
      return ['Modeli', `${made.facts.name}, SHA-256 ${made.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['Leseni ya modeli', made.facts.licence ?? unknown];
    case 'model-source':
      return ['Chanzo cha modeli', made.facts.source ?? unknown];
    case 'data':
      return [
        'Data yenye lebo',
        made.facts
          ? `${made.facts.name}, vipengee ${format.whole(made.facts.items)}, SHA-256 ${made.facts.sha256}`
          : 'hakuna',
      ];
    case 'network':
      return ['Seva zilizofikiwa wakati wa uendeshaji', networkText(made.facts)];
    case 'stored': {
      const [what, removal] = stored[made.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[made.facts.id], made.facts.text ?? 'haikutolewa'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return 'haikurekodiwa';
  const total = `kati ya maombi ${format.whole(facts.requests)} yaliyorekodiwa`;
  return facts.hosts === '' ? `hakuna isipokuwa ya programu yenyewe, ${total}` : `${facts.hosts}, ${total}`;
}

/** Texts of the compliance form. */
export const compliance: typeof en.compliance = {
  heading: (model) => `Maelezo ya uzingatiaji wa kanuni kwa ${model}`,
  columns: ['Maelezo', 'Thamani', 'Chanzo'],
  fact,
  origins: {
    file: 'faili ya modeli au maelezo yake kwenye katalogi',
    measured: 'imepimwa kwenye kifaa hiki',
    program: 'jinsi Assay inavyofanya kazi',
    person: 'imetolewa na aliyetia sahihi',
    unknown: 'haipo',
  },
  note: 'Assay haitumi modeli, maingizo wala majibu kwa seva yoyote. Haya ni maelezo, si ushauri wa kisheria: aliyetia sahihi ndiye anayeamua kama yanatosheleza sheria au mkataba.',
  signature: { name: 'Imetiwa sahihi na', date: 'Tarehe' },
};
