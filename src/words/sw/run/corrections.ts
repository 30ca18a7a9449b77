import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

export const corrections: Text['corrections'] = {
  title: 'Sahihisha modeli hii',
  lead: 'Sema ni majibu yapi yamekosewa, na tabaka la mwisho la modeli litajifunza kutokana nayo kwa hatua ndogo. Sasisho hutumika tu likithibitishwa kuwa bora. Sifa za picha ndizo huhifadhiwa katika kivinjari hiki, kamwe si picha zenyewe.',
  start: 'Anza kusahihisha',
  opening: 'Inafungua modeli',
  reading: (done, total) => `Inasoma picha ${whole(done)} kati ya ${whole(total)}`,
  learning: 'Inajifunza',
  notAdaptable:
    'Tabaka la mwisho la modeli hii haliwezi kurekebishwa: si tabaka lililounganishwa kikamilifu la float32 lenye aina zinazojulikana. Fundisha huipa modeli tabaka linaloweza kurekebishwa.',
  teach: 'Fungua Fundisha',
  notRun: 'Endesha picha kwanza, kisha sema kama jibu ni sahihi.',
  answered: (label) => `Jibu la modeli: ${label}`,
  confirm: 'Ni sahihi',
  trueLabel: 'Hapana, ni',
  correct: 'Sahihisha',
  counts: (session, replay, test) =>
    `Masahihisho mapya ${whole(session)}. Ya awali ya kujifunza tena ${whole(replay)}, yaliyotengwa kwa majaribio ${whole(test)}.`,
  needed: (count, min) =>
    `Masahihisho mapya ${whole(count)} kati ya ${whole(min)} yanayohitajika ili kujifunza, pamoja na majibu yaliyothibitishwa.`,
  chooseClass: 'Ili kusahihisha jibu, weka darasa sahihi.',
  unknownClass: (label, count) =>
    `Modeli haina darasa “${label}”. Weka mojawapo ya madarasa yake ${whole(count)}; madarasa mapya huongezwa kwenye Fundisha.`,
  addFolder: 'Ongeza picha zenye lebo',
  folderHelp:
    'Folda moja kwa kila aina, yenye jina kama katika modeli. Nusu ya picha hutengwa: huonyesha kama sasisho linadhoofisha aina fulani, hivyo masahihisho yenye makosa hayaleti madhara.',
  learn: 'Jifunze kutokana na masahihisho',
  forget: 'Futa masahihisho yote',
  accepted: 'Sasisho ni bora na linatumika.',
  refused: 'Sasisho halitumiki.',
  refusals: (refusal) => {
    switch (refusal.reason) {
      case 'too-few-corrections':
        return `Kuna masahihisho mapya ${whole(refusal.count)}. Yanahitajika angalau ${whole(refusal.needed)}, pamoja na majibu yaliyothibitishwa.`;
      case 'too-few-test-items':
        return `${refusal.label}: picha ${whole(refusal.count)} kati ya ${whole(refusal.needed)} zilizotengwa awali. Ongeza picha zenye lebo za aina hii, ili igundulike ikidhoofika.`;
      case 'worse-than-before':
        return 'Picha zilizotengwa kabla ya kipindi hiki zingejibiwa vibaya zaidi. Kagua masahihisho mapya: lebo zake zinapingana na kinachojulikana.';
      case 'not-shown-better':
        return `Kwa picha zilizotengwa linapata ${whole(refusal.gained)} na kupoteza ${whole(refusal.lost)}, jambo linaloweza kuwa bahati tu (p = ${refusal.p.toFixed(2)}). Ongeza masahihisho.`;
    }
  },
  compared: {
    earlier: ({ before, after }) => `Picha zilizotengwa awali: sahihi ${percent(before)}, sasa ${percent(after)}.`,
    session: ({ before, after }) =>
      `Masahihisho ya kipindi hiki yaliyotengwa: sahihi ${percent(before)}, sasa ${percent(after)}.`,
  },
  change: (fraction) => `Uzito wa tabaka umebadilika kwa ${percent(fraction)} ya ukubwa wake.`,
  adopted: (version, name) => `Sasa ni toleo la ${whole(version)} la “${name}”.`,
  adoptedWithoutDeployment: 'Imehifadhiwa kama modeli ya peke yake, na imefunguliwa hapa.',
  openDeployment: 'Fungua usambazaji',
  undo: 'Tendua: rudi kwenye modeli ya awali',
};
