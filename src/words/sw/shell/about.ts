import type { Text } from '../../language.ts';

const help: Text['about']['help']['topics'] = [
  {
    title: 'Jaribu modeli mara moja',
    text: 'Utambuzi wa vitu, uainishaji wa picha katika madarasa kumi na utambuzi wa tarakimu vimejumuishwa. Tumia picha ya mfano, picha zako au kamera; kwa tarakimu, chora moja.',
    links: [{ href: '#/run?task=object-detection&sample=1', label: 'Tambua vitu kwenye picha ya mfano' }],
  },
  {
    title: 'Piga gumzo na modeli ya lugha',
    text: 'Pakua mojawapo ya modeli ndogo zilizoorodheshwa kwenye ukurasa, au ufungue faili ya GGUF kutoka kwenye diski yako. Kuanzia hapo hujibu bila muunganisho.',
    links: [{ href: '#/chat', label: 'Fungua Gumzo' }],
  },
  {
    title: 'Uliza faili zako mwenyewe',
    text: 'Ongeza faili za maandishi, Markdown, HTML, PDF na Word. Modeli ya embedding hutafuta vifungu vinavyojibu swali, na modeli ya lugha inaweza kuandika jibu linalovinukuu. Faharasa hubaki kwenye kifaa hiki.',
    links: [{ href: '#/files', label: 'Uliza faili zako' }],
  },
  {
    title: 'Kagua modeli kabla ya kuipakua',
    text: 'Weka shirika/jina la modeli ya Hugging Face, au uchague faili: ONNX, GGUF, TFLite, TensorFlow.js, safetensors au MLC. Kichwa chake pekee ndicho husomwa, ili kuonyesha maelezo yake, kama inatosha kwenye kifaa hiki na itakuwa na kasi gani.',
    links: [{ href: '#/models', label: 'Fungua Modeli' }],
  },
  {
    title: 'Pima, shiriki na ulinganishe',
    text: 'Upimaji wa kasi huchukua sekunde kumi hadi dakika chache. Tokeo lake ni kiungo: anayekifungua huona vipimo na anaweza kuvirudia. Matokeo pia huhifadhiwa hapa, na mawili kati yake yanaweza kulinganishwa.',
    links: [{ href: '#/bench?workload=conv&effort=quick&auto=1', label: 'Pima kasi ya kifaa hiki' }],
  },
  {
    title: 'Amua kupita au kushindwa kwa faili zako mwenyewe',
    text: 'Chagua modeli na folda ya faili zenye lebo, weka vikomo kwenye faili ya vigezo, kisha uiendeshe. Alama huwa na wigo wa uhakika, na modeli inaweza kulinganishwa na modeli ya msingi kwenye faili zile zile.',
    links: [{ href: '#/evaluate', label: 'Fungua Tathmini' }],
  },
  {
    title: 'Thibitisha tokeo, au ukague la mwingine',
    text: 'Muhuri ni taarifa iliyotiwa sahihi ya kilichopimwa: modeli gani, data gani na kifaa gani. Mtu yeyote anaweza kuthibitisha sahihi yake na kurudia upimaji.',
    links: [{ href: '#/verify', label: 'Thibitisha muhuri' }],
  },
  {
    title: 'Fanya modeli iwe ndogo au ya kasi zaidi',
    text: 'Boresha huondoa kazi isiyohitajika kwenye modeli ya ONNX au huikwantisha (hutumia biti chache zaidi kwa kila namba), kisha hulinganisha kasi na ubora na ile ya asili.',
    links: [{ href: '#/optimise', label: 'Fungua Boresha' }],
  },
  {
    title: 'Fundisha kiainishi chako mwenyewe',
    text: 'Fundisha hufunza modeli kwa picha zako chache za kila aina, katika kivinjari hiki, huijaribu kwa picha zilizotengwa, na huihifadhi kama faili moja ya ONNX.',
    links: [{ href: '#/teach', label: 'Fungua Fundisha' }],
  },
  {
    title: 'Tafuta usanidi bora wa modeli',
    text: 'Usanidi bora hulinganisha injini, idadi ya nyuzi na mipangilio kwa kuzipima kwenye kifaa hiki. Kati ya ilizojaribu, hupata iliyo bora, kama vile ya kasi zaidi, ambayo matokeo yake yanabaki sahihi.',
    links: [{ href: '#/tune', label: 'Fungua Usanidi bora' }],
  },
  {
    title: 'Sambaza modeli, jaribu toleo jipya na ufuatilie yote mawili',
    text: 'Ipe modeli jina kwenye ukurasa wake wa Endesha. Matoleo mapya huendeshwa kama kivuli chake au kwa sehemu ya maingizo inayoongezeka, na hupandishwa au hukataliwa kulingana na matokeo yake; mbofyo mmoja hurejesha toleo la awali. Ucheleweshaji, hitilafu na uhakika hufuatiliwa ndani ya kivinjari hiki, pamoja na tahadhari.',
    links: [{ href: '#/deployments', label: 'Fungua Usambazaji' }],
  },
  {
    title: 'Ona modeli inafanya nini, na muda wake unatumika wapi',
    text: 'Grafu huchora opereta za modeli na kuonyesha uzito wake. Uchanganuzi wa muda hupima kila opereta wakati wa uendeshaji, na kuonyesha zipi zinatumia muda.',
    links: [
      { href: '#/graph', label: 'Fungua Grafu' },
      { href: '#/profile', label: 'Fungua Uchanganuzi wa muda' },
    ],
  },
  {
    title: 'Endesha modeli nje ya kivinjari',
    text: 'Programu mwenza, iliyo kwenye kompyuta hii, huendesha modeli katika injini asilia, ambazo mara nyingi zina kasi zaidi. Modeli moja inaweza kulinganishwa kwenye ukurasa huu na katika kila injini hizo.',
    links: [
      { href: '#/companion', label: 'Injini asilia' },
      { href: '#/targets', label: 'Linganisha injini' },
    ],
  },
  {
    title: 'Modeli ikiwa ya polepole au isipofunguka',
    text: 'Ukurasa wa Kifaa huonyesha kivinjari na mashine hii vina nini, na la kufanya kuhusu kinachokosekana: mara nyingi ni kupakia upya ili kupata nyuzi zaidi, kuwasha uongezaji kasi wa maunzi kwa ajili ya WebGPU, au kutumia lahaja ndogo zaidi ya modeli.',
    links: [{ href: '#/device', label: 'Fungua Kifaa' }],
  },
  {
    title: 'Itumie nje ya mtandao',
    text: 'Baada ya kutembelea mara moja, kurasa zote hufunguka bila muunganisho. “Kinachofanya kazi nje ya mtandao”, chini ya kila ukurasa, huorodhesha injini na huhifadhi zinazokosekana. Modeli zilizohifadhiwa huendelea kupatikana.',
    links: [{ href: '#/models', label: 'Ona modeli zilizohifadhiwa' }],
  },
];

export const about: Text['about'] = {
  about: {
    title: 'Kuhusu Assay',
    lead: 'Assay huendesha modeli za AI ndani ya kivinjari, huzipima kwa njia isiyobadilika na kukagua matokeo yake.',
    facts: { version: 'Toleo', commit: 'Commit', licence: 'Leseni', models: 'Modeli' },
    licence:
      'Apache License 2.0. Maktaba na modeli zilizojumuishwa zina leseni zake, ambazo zimeorodheshwa kwenye THIRD_PARTY.md.',
    bundled: (name, licence) => `${name}: ${licence}`,
  },
  help: { title: 'Usaidizi', lead: 'Assay inaweza kufanya nini, na wapi.', topics: help },
  method: { title: 'Njia ya upimaji', lead: 'Jinsi kila thamani ya tokeo inavyopimwa, kanuni kwa kanuni.' },
};
