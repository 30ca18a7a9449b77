import type { Text } from '../../language.ts';

/** What this browser and device can do: each fact with its values, their meaning, and what to do if it is missing. */
export const deviceFacts: Text['device']['facts'] = {
  groups: { processor: 'CPU', graphics: 'GPU', storage: 'Hifadhi', power: 'Umeme na mzigo' },
  yes: 'ndiyo',
  no: 'hapana',
  notExposed: 'haionyeshwi na kivinjari hiki',

  cores: {
    name: 'Viini vya kimantiki',
    meaning: 'Kama kivinjari kinavyovitaja. Baadhi ya vivinjari hutaja vichache kuliko vilivyopo.',
  },
  threads: {
    name: 'Nyuzi zinazoweza kutumika',
    several: 'Modeli inaweza kuzitumia zote. Pima ili kujua ni idadi gani yenye kasi zaidi.',
    one: 'Uzi mmoja pekee: viini vingine havifanyi kazi modeli inapoendeshwa.',
    fix: 'Sasisha kivinjari: kila cha sasa kina kumbukumbu ya pamoja kwa nyuzi za wasm.',
  },
  isolation: {
    name: 'Utengaji wa cross-origin',
    yes: 'Ukurasa unaweza kutumia kumbukumbu kwa pamoja kati ya nyuzi, na kipima muda chake ni sahihi: hatua za 5 µs.',
    no: 'Hakuna kumbukumbu ya pamoja, kwa hivyo hakuna nyuzi, na kipima muda si sahihi sana: hatua za 100 µs.',
    fixes: {
      insecure:
        'Fungua programu kupitia https, au kutoka 127.0.0.1 kwa npm start: vivinjari hutenga tu miktadha salama.',
      reload: 'Pakia upya mara moja: seva hii haitumi COOP na COEP, na programu inaweza kuziongeza yenyewe.',
      later: 'Seva hii haitumi COOP na COEP. Programu inaweza kuziongeza yenyewe: pakia upya baada ya sekunde chache.',
      host: 'Toa programu pamoja na vichwa COOP: same-origin na COEP: require-corp, kama npm start inavyofanya.',
    },
  },
  simd: {
    name: 'SIMD',
    yes: 'Maagizo ya vekta ya biti 128: namba nne za biti 32 kwa wakati mmoja.',
    no: 'Injini za hapa zinaihitaji: modeli hazitafanya kazi kwenye wasm.',
    fix: 'Sasisha kivinjari: kila cha sasa kina SIMD.',
  },
  relaxedSimd: {
    name: 'Relaxed SIMD',
    yes: 'Kuzidisha na kujumlisha kwa pamoja na dot product za int8, kwa injini zinazozitumia.',
    no: 'Modeli zilizokwantishwa hupungua kasi kidogo.',
    fix: 'Huenda kivinjari kipya zaidi kinayo.',
  },
  jspi: {
    name: 'JSPI',
    yes: 'Modeli za WebGPU hupakia injini iliyo ndogo kwa 10 MB.',
    no: 'Modeli za WebGPU hupakia injini kubwa zaidi. Hakuna kingine kinachobadilika.',
  },
  memory64: {
    name: 'Memory64',
    yes: 'wasm inaweza kutumia zaidi ya 4 GiB, ikiwa injini imetengenezwa kwa ajili hiyo.',
    no: 'Modeli na kumbukumbu yake ya kazi lazima zisizidi 4 GiB.',
  },
  memory: {
    name: 'Kumbukumbu',
    value: (size) => `takriban ${size}`,
    meaning: 'Imekaribishwa, na katika vivinjari vingi ina kikomo. Modeli inaweza kutumia kidogo zaidi.',
  },

  webgpu: {
    name: 'WebGPU',
    unnamed: 'adapta isiyo na jina',
    hardware: 'Modeli zinaweza kuendeshwa kwenye GPU.',
    software:
      'Ya programu tu, ya polepole: huendeshwa kwenye CPU, polepole kuliko WebAssembly. Itumie tu kukagua matokeo.',
    noAdapter: 'hakuna adapta',
    missing: 'Modeli huendeshwa kwenye CPU.',
    fixes: {
      enable: 'Washa uongezaji kasi wa maunzi kwenye mipangilio ya kivinjari, au sasisha kiendeshi cha kadi ya picha.',
      update: 'Huenda Chrome, Edge, Safari au Firefox ya sasa inayo kwenye mfumo huu.',
      insecure: 'Fungua programu kupitia https au kutoka 127.0.0.1: WebGPU huhitaji muktadha salama.',
    },
  },
  halfPrecision: {
    name: 'Usahihi nusu (f16)',
    yes: 'Nusu ya kumbukumbu na hadi mara mbili ya kasi kwa modeli za f16.',
    no: 'Modeli za f16 hukokotolewa kwa f32, au haziendeshwi.',
  },
  subgroups: {
    name: 'Subgroups',
    yes: 'Upunguzaji wa kasi zaidi kati ya nyuzi za GPU, kwa injini zinazozitumia.',
    no: 'Baadhi ya shader hutumia njia ya polepole zaidi.',
  },
  timestamps: {
    name: 'Timestamp query',
    yes: 'Muda wa GPU unaweza kupimwa moja kwa moja, kwa hatua za 100 µs.',
    no: 'Muda wa kazi ya GPU unaweza kupimwa kutoka nje pekee.',
  },
  gpuBuffer: {
    name: 'Bafa kubwa zaidi ya GPU',
    meaning: (binding, workgroupMemory, invocations) =>
      `Hakuna tensa moja ya uzito inayoweza kuizidi. Shader inaweza kufunga ${binding} yake, pamoja na ${workgroupMemory} za kumbukumbu ya workgroup na miito ${invocations} kwa kila workgroup.`,
  },
  webgl: {
    name: 'WebGL',
    value: (version, renderer) => `toleo ${version}, ${renderer}`,
    renderers: {
      hardware: 'inachorwa na maunzi',
      software: 'inachorwa na programu',
      unknown: 'kichoraji hakionyeshwi',
    },
    hardware: 'GPU mbadala mahali ambapo WebGPU haipo.',
    software: 'Huchorwa kwenye CPU: mbadala usiofaa sana.',
    missing: 'Hakuna GPU mbadala; wasm hutumika badala yake.',
  },
  webnn: {
    name: 'WebNN',
    values: { absent: 'hapana', unusable: 'ipo, haitumiki', usable: 'ndiyo' },
    meanings: {
      absent: 'Ukurasa hauwezi kufikia NPU.',
      unusable: 'Kivinjari kinaionyesha lakini hakiwezi kuunda muktadha wake.',
      usable: 'API ya mfumo ya kujifunza kwa mashine inafikika. Bado hakuna injini hapa inayoitumia.',
    },
  },

  opfs: {
    name: 'Hifadhi ya faili (OPFS)',
    yes: 'Modeli zinaweza kuhifadhiwa kwenye kifaa hiki na kufunguliwa nje ya mtandao.',
    no: 'Modeli hupakuliwa upya kila wakati.',
    fix: 'Ondoka kwenye hali ya faragha, au sasisha kivinjari.',
  },
  quota: {
    name: 'Kikomo cha hifadhi',
    used: (quota, used) => `${quota}, ${used} zimetumika`,
    meaning: 'Kiasi ambacho kivinjari kinaruhusu, si nafasi iliyobaki kwenye diski.',
  },
  persistence: {
    name: 'Hifadhi ya kudumu',
    yes: 'Kivinjari hakitafuta hifadhi ya programu hii chenyewe.',
    no: 'Kivinjari kinaweza kufuta hifadhi ya programu hii diski ikijaa.',
    fix: 'Sakinisha programu au iwekee alamisho: vivinjari basi huacha hifadhi yake.',
    unknown: 'Chukulia kwamba kivinjari kinaweza kufuta hifadhi ya programu hii.',
  },

  power: {
    name: 'Umeme',
    pluggedIn: 'kimechomekwa',
    onBattery: (level) => `kwa betri, ${level}`,
    steady: 'Hakuna upunguzaji wa nishati unaotarajiwa.',
    saving: 'Vifaa vingi hupunguza kasi vinapotumia betri.',
    fix: 'Chomeka kifaa kwenye umeme kabla ya kupima.',
    unknown: 'Chomeka kifaa kwenye umeme kabla ya kupima, ikiwa kina betri.',
  },
  pressure: {
    name: 'Shinikizo kwenye CPU',
    values: { nominal: 'la kawaida', fair: 'dogo', serious: 'kubwa', critical: 'la hatari' },
    meanings: {
      nominal: 'Hakuna usumbufu uliogunduliwa.',
      fair: 'Kuna kitu kingine kinachoendelea. Vipimo vinapungua kasi kidogo.',
      serious: 'CPU ina shughuli nyingi. Funga programu nyingine kabla ya kupima.',
      critical: 'CPU imelemewa au ina joto jingi. Vipimo vitakuwa na makosa.',
    },
    notReported: 'bado haijatajwa',
    unknown: 'Funga programu nyingine kabla ya kupima.',
  },
};
