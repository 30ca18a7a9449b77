import type { ComplianceFact, StoredDataKind } from '#validation/compliance/facts.ts';
import type * as en from '../../en/validation/compliance.ts';
import { format } from '../format.ts';

const unknown = 'haijulikani';

/** What is stored on this device, and how to remove it. */
const stored = {
  models: ['Modeli zilizopakuliwa au kuingizwa', 'kwenye hifadhi ya tovuti hii; zifute kwenye ukurasa wa Modeli'],
  results: ['Matokeo, tathmini na mihuri', 'kwenye hifadhi ya tovuti hii; yafute kwenye ukurasa wa Matokeo'],
  trials: [
    'Majaribio ya kuboresha na kurekebisha, makadirio, na vikadiriaji vya usahihi',
    'kwenye hifadhi ya tovuti hii; huondolewa pamoja na data ya tovuti',
  ],
  conversations: ['Mazungumzo na modeli za lugha', 'kwenye hifadhi ya tovuti hii; yafute kwenye ukurasa wa Gumzo'],
  documents: [
    'Faharasa ya “Uliza faili zako”: vifungu na vekta zake',
    'kwenye hifadhi ya tovuti hii; ondoa faili kwenye ukurasa huo',
  ],
  faces: [
    'Watu waliosajiliwa: majina na vekta za nyuso zilizosimbwa, bila picha',
    'kwenye hifadhi ya tovuti hii; zifute kwenye ukurasa wa Endesha, chini ya “Utambuzi wa nyuso”',
  ],
  deployments: [
    'Usambazaji, pamoja na takwimu za uendeshaji wake na sifa za maingizo yake ya karibuni',
    'kwenye hifadhi ya tovuti hii; ufute kwenye ukurasa wa usambazaji',
  ],
  'inputs-to-label': [
    'Maingizo ya usambazaji yanayosubiri lebo, ikiwa mtu amekubali yahifadhiwe',
    'kwenye hifadhi ya tovuti hii; yafute kwenye ukurasa wa usambazaji',
  ],
  corrections: [
    'Masahihisho ya modeli: sifa na aina, bila picha',
    'kwenye hifadhi ya tovuti hii; yafute kwenye ukurasa wa Endesha, chini ya “Sahihisha modeli hii”',
  ],
  settings: [
    'Mipangilio, modeli za hivi karibuni, programu wenza zilizounganishwa na ruhusa za faili',
    'kwenye hifadhi ya tovuti hii; huondolewa pamoja na data ya tovuti',
  ],
  keys: [
    'Funguo za siri za mihuri na za kujifunza pamoja na wengine',
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

function formatFact(fact: ComplianceFact): readonly [name: string, value: string] {
  switch (fact.code) {
    case 'model':
      return ['Modeli', `${fact.facts.name}, SHA-256 ${fact.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['Leseni ya modeli', fact.facts.licence ?? unknown];
    case 'model-source':
      return ['Chanzo cha modeli', fact.facts.source ?? unknown];
    case 'data':
      return [
        'Data yenye lebo',
        fact.facts
          ? `${fact.facts.name}, vipengee ${format.whole(fact.facts.items)}, SHA-256 ${fact.facts.sha256}`
          : unknown,
      ];
    case 'network':
      return ['Seva zilizofikiwa wakati wa uendeshaji', networkText(fact.facts)];
    case 'stored': {
      const [what, removal] = stored[fact.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[fact.facts.id], fact.facts.text ?? 'haikutolewa'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return unknown;
  const requests = facts.requests === 1 ? 'ombi 1 limerekodiwa' : `maombi ${format.whole(facts.requests)} yamerekodiwa`;
  return `${facts.hosts || 'ya programu yenyewe tu'} (${requests})`;
}

/** Texts of the compliance form. */
export const compliance: typeof en.compliance = {
  heading: (model) => `Maelezo ya uzingatiaji wa kanuni kwa ${model}`,
  columns: ['Maelezo', 'Thamani', 'Chanzo'],
  fact: formatFact,
  origins: {
    file: 'faili ya modeli au maelezo yake kwenye katalogi',
    measured: 'imepimwa kwenye kifaa hiki',
    program: 'jinsi Assay inavyofanya kazi',
    person: 'imetolewa na aliyetia sahihi',
    unknown: 'haipo',
  },
  note: 'Assay haitumi modeli, maingizo wala matokeo kwa seva yoyote, isipokuwa kwa programu mwenza au seva iliyochaguliwa kuendesha modeli. Haya ni maelezo, si ushauri wa kisheria: aliyetia sahihi ndiye anayeamua kama yanatosheleza sheria au mkataba.',
  signature: { name: 'Imetiwa sahihi na', date: 'Tarehe' },
};
