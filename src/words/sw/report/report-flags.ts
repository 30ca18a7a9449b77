import type { Text } from '../../language.ts';

/** What a flag of a report means. */
export const flags: Text['report']['flags'] = {
  title: 'Bendera',
  none: 'Hakuna bendera: hakuna cha kutilia shaka kilichogunduliwa.',
  list: {
    indicative: {
      name: 'Ya kukadiria',
      meaning: 'Upimaji wa haraka: sampuli chache.',
      fix: 'Tumia upimaji wa kawaida kwa matokeo ya kuchapisha.',
    },
    capped: {
      name: 'Kikomo cha muda kimefikiwa',
      meaning:
        'Kifaa ni cha polepole kwa modeli hii, na kikomo cha muda kilimaliza jaribio kabla ya sampuli zake zote.',
      fix: 'Chagua upimaji kamili, unaoruhusu muda zaidi, au mzigo mdogo zaidi wa kazi.',
    },
    'unstable-warmup': {
      name: 'Kupasha moto hakukutulia',
      meaning: 'Uendeshaji wa mwisho wa kupasha moto bado ulitofautiana kwa zaidi ya 5%.',
      fix: 'Funga programu nyingine na uache kifaa kipoe, kisha upime tena.',
    },
    'coarse-clock': {
      name: 'Kipima muda si sahihi vya kutosha',
      meaning: 'Sampuli ni fupi ikilinganishwa na usahihi wa kipima muda cha kivinjari hiki.',
      fix: 'Fungua programu mahali penye utengaji wa cross-origin: kipima muda huwa sahihi zaidi hapo.',
    },
    'few-distinct-samples': {
      name: 'Thamani tofauti ni chache',
      meaning: 'Sampuli zina thamani chache tu: zinabanwa na kipima muda, si injini.',
      fix: 'Tumia modeli kubwa zaidi, au kivinjari chenye kipima muda sahihi zaidi.',
    },
    interrupted: {
      name: 'Imekatizwa',
      meaning: 'Ukurasa ulifichwa au chanzo cha umeme kilibadilika wakati wa upimaji. Sampuli hizo zimeachwa nje.',
      fix: 'Pima tena na uache kichupo hiki kikiwa wazi.',
    },
    'busy-machine': {
      name: 'Mashine ina shughuli',
      meaning: 'Event loop ya ukurasa ilichelewa mara kwa mara: kitu kingine kilitumia CPU.',
      fix: 'Funga programu na vichupo vingine, au tumia nyuzi chache zaidi, kisha upime tena.',
    },
    'wide-spread': {
      name: 'Mtawanyiko mkubwa',
      meaning: 'Upana wa robo za kati ni zaidi ya robo ya mediani.',
      fix: 'Funga programu nyingine, chomeka kifaa kwenye umeme na ukiache kipoe, kisha upime tena. Angalia mgawanyo.',
    },
    'fallback-device': {
      name: 'Kifaa mbadala',
      meaning: 'Kifaa kilichoombwa hakikuweza kufungua modeli, na kingine kilitumika.',
      fix: 'Mazingira yaliyo hapa chini yanaonyesha sababu.',
    },
    'fewer-threads': {
      name: 'Nyuzi chache zaidi',
      meaning: 'Injini iliendeshwa kwa nyuzi chache kuliko zilizoombwa.',
      fix: 'Fungua programu mahali penye utengaji wa cross-origin, na usiombe nyuzi zaidi ya viini vya kifaa.',
    },
    'software-gpu': {
      name: 'GPU ya programu',
      meaning: 'GPU inaigwa kwenye CPU. Hii haisemi lolote kuhusu GPU halisi.',
      fix: 'Washa uongezaji kasi wa maunzi, au sasisha kiendeshi cha kadi ya picha.',
    },
    'smaller-cells': {
      name: 'Tokeni chache zaidi',
      meaning:
        'Kifaa ni cha polepole au muktadha ni mfupi, kwa hivyo sampuli zina tokeni chache kuliko urefu huu wa upimaji unavyotaka, au majaribio yenye muktadha uliojazwa hayapo.',
      fix: 'Linganisha tu na matokeo yenye idadi sawa ya tokeni.',
    },
    incomplete: {
      name: 'Haijakamilika',
      meaning: 'Uendeshaji ulisimamishwa kabla ya vipengee vyote kuendeshwa.',
      fix: 'Tathmini seti nzima ya data, au sampuli yake ya nasibu: vipengee vya kwanza vinaweza kutofautiana na vingine.',
    },
    disagrees: {
      name: 'Matokeo yasiyo sahihi',
      meaning: 'Matokeo hayalingani na rejea, kwa hivyo kasi haihesabiki.',
      fix: 'Jaribu kifaa kingine au kiwango kingine cha uboreshaji wa grafu. Matokeo yasiyo sahihi yanafaa kuripotiwa kwa watengenezaji wa injini.',
    },
    'agreement-not-measured': {
      name: 'Matokeo hayakukaguliwa',
      meaning: 'Hakukuwa na rejea ya kulinganisha matokeo nayo.',
      fix: 'Iendeshe kwenye kifaa kingine: matokeo yake hulinganishwa na ya WebAssembly.',
    },
  },
};
