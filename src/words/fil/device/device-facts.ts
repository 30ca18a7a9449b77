import type { Text } from '../../language.ts';

/** What this browser and device can do: each fact with its values, their meaning, and what to do if it is missing. */
export const deviceFacts: Text['device']['facts'] = {
  groups: { processor: 'CPU', graphics: 'GPU', storage: 'Storage', power: 'Kuryente at load' },
  yes: 'mayroon',
  no: 'wala',
  notExposed: 'hindi ipinapakita ng browser na ito',

  cores: {
    name: 'Mga logical core',
    meaning: 'Ayon sa iniuulat ng browser. Mas kaunti kaysa sa totoo ang iniuulat ng ilang browser.',
  },
  threads: {
    name: 'Mga magagamit na thread',
    several: 'Puwedeng gamitin ng model ang lahat ng ito. Magsukat para malaman kung ilan ang pinakamabilis.',
    one: 'Isang thread lang: walang ginagawa ang ibang core habang tumatakbo ang model.',
    fix: 'I-update ang browser: may shared memory para sa mga wasm thread ang lahat ng kasalukuyang browser.',
  },
  isolation: {
    name: 'Cross-origin isolation',
    yes: 'Puwedeng magbahagi ng memory ang page sa mga thread, at tumpak ang timer nito: mga hakbang na 5 µs.',
    no: 'Walang pinagsasaluhang memory, kaya walang mga thread, at magaspang ang timer: mga hakbang na 100 µs.',
    fixes: {
      insecure:
        'Buksan ang app sa https, o mula sa 127.0.0.1 gamit ang npm start: mga secure context lang ang ina-isolate ng mga browser.',
      reload:
        'Mag-reload nang isang beses: hindi nagpapadala ng COOP at COEP ang host na ito, at kayang idagdag ng app ang mga ito.',
      later:
        'Hindi nagpapadala ng COOP at COEP ang host na ito. Kayang idagdag ng app ang mga ito: mag-reload pagkalipas ng ilang segundo.',
      host: 'I-serve ang app nang may mga header na COOP: same-origin at COEP: require-corp, gaya ng ginagawa ng npm start.',
    },
  },
  simd: {
    name: 'SIMD',
    yes: 'Mga 128-bit na vector instruction: apat na 32-bit na numero nang sabay-sabay.',
    no: 'Kailangan ito ng mga engine dito: hindi tatakbo sa wasm ang mga model.',
    fix: 'I-update ang browser: may SIMD ang lahat ng kasalukuyang browser.',
  },
  relaxedSimd: {
    name: 'Relaxed SIMD',
    yes: 'Fused multiply-add at mga int8 dot product, para sa mga engine na gumagamit ng mga ito.',
    no: 'Medyo mas mabagal tumakbo ang mga quantized na model.',
    fix: 'Baka mayroon nito ang mas bagong browser.',
  },
  jspi: {
    name: 'JSPI',
    yes: 'Naglo-load ang mga WebGPU model ng engine na mas maliit nang 10 MB.',
    no: 'Naglo-load ang mga WebGPU model ng mas malaking engine. Wala nang ibang nagbabago.',
  },
  memory64: {
    name: 'Memory64',
    yes: 'Kaya ng wasm na gumamit ng higit sa 4 GiB, kung ginawa ang engine para dito.',
    no: 'Dapat hindi lumampas sa 4 GiB ang model at ang memory na ginagamit nito sa pagtakbo.',
  },
  memory: {
    name: 'Memory',
    value: (size) => `mga ${size}`,
    meaning: 'Ni-round, at may hangganan sa karamihan ng browser. Mas kaunti ang magagamit ng model.',
  },

  webgpu: {
    name: 'WebGPU',
    unnamed: 'adapter na walang pangalan',
    hardware: 'Puwedeng tumakbo sa GPU ang mga model.',
    software:
      'Software lang, mabagal: sa CPU ito tumatakbo, mas mabagal kaysa sa WebAssembly. Gamitin lang ito para suriin ang mga resulta.',
    noAdapter: 'walang adapter',
    missing: 'Sa CPU tumatakbo ang mga model.',
    fixes: {
      enable: 'I-on ang hardware acceleration sa mga setting ng browser, o i-update ang graphics driver.',
      update: 'Baka mayroon nito ang kasalukuyang Chrome, Edge, Safari, o Firefox sa system na ito.',
      insecure: 'Buksan ang app sa https o mula sa 127.0.0.1: kailangan ng WebGPU ng secure context.',
    },
  },
  halfPrecision: {
    name: 'Half precision (f16)',
    yes: 'Kalahati ang memory at hanggang doble ang bilis para sa mga f16 model.',
    no: 'Kino-compute sa f32 ang mga f16 model, o hindi tumatakbo ang mga ito.',
  },
  subgroups: {
    name: 'Mga subgroup',
    yes: 'Mas mabilis na mga reduction sa mga GPU thread, kung ginagamit ng engine ang mga ito.',
    no: 'Dumaraan sa mas mabagal na paraan ang ilang shader.',
  },
  timestamps: {
    name: 'Mga timestamp query',
    yes: 'Direktang nasusukat ang oras ng GPU, sa mga hakbang na 100 µs.',
    no: 'Mula sa labas lang maoorasan ang gawain ng GPU.',
  },
  gpuBuffer: {
    name: 'Pinakamalaking GPU buffer',
    meaning: (binding, workgroupMemory, invocations) =>
      `Walang iisang weight tensor ang puwedeng mas malaki rito. Kaya ng shader na mag-bind ng ${binding} nito, na may ${workgroupMemory} na workgroup memory at ${invocations} invocation bawat workgroup.`,
  },
  webgl: {
    name: 'WebGL',
    value: (version, renderer) => `bersyon ${version}, ${renderer}`,
    renderers: {
      hardware: 'hardware renderer',
      software: 'software renderer',
      unknown: 'hindi ipinapakita ang renderer',
    },
    hardware: 'Pamalit na GPU kung walang WebGPU.',
    software: 'Sa CPU nire-render: pamalit na bihirang sulit gamitin.',
    missing: 'Walang pamalit na GPU; wasm ang ginagamit.',
  },
  webnn: {
    name: 'WebNN',
    values: { absent: 'wala', unusable: 'mayroon, hindi magamit', usable: 'mayroon' },
    meanings: {
      absent: 'Hindi maabot ng page ang isang NPU.',
      unusable: 'Ipinapakita ito ng browser pero hindi makagawa ng context.',
      usable: 'Naaabot ang sariling machine-learning API ng system. Wala pang engine dito na gumagamit nito.',
    },
  },

  opfs: {
    name: 'File storage (OPFS)',
    yes: 'Puwedeng i-store ang mga model sa device na ito at buksan offline.',
    no: 'Dina-download muli ang mga model sa bawat pagkakataon.',
    fix: 'Umalis sa pribadong pag-browse, o i-update ang browser.',
  },
  quota: {
    name: 'Quota ng storage',
    used: (quota, used) => `${quota}, ${used} ang nagamit`,
    meaning: 'Ang pinapayagan ng browser, hindi ang bakanteng space sa disk.',
  },
  persistence: {
    name: 'Permanenteng storage',
    yes: 'Hindi kusang iki-clear ng browser ang storage ng app na ito.',
    no: 'Puwedeng i-clear ng browser ang storage ng app na ito kapag napuno ang disk.',
    fix: 'I-install ang app o i-bookmark ito: pinapanatili na ng mga browser ang storage nito.',
    unknown: 'Ipagpalagay na puwedeng i-clear ng browser ang storage ng app na ito.',
  },

  power: {
    name: 'Kuryente',
    pluggedIn: 'nakasaksak',
    onBattery: (level) => `gamit ang baterya, ${level}`,
    steady: 'Walang inaasahang pagtitipid sa kuryente.',
    saving: 'Mas mabagal tumakbo ang maraming device kapag baterya ang gamit.',
    fix: 'Isaksak ang device bago magsukat.',
    unknown: 'Isaksak ang device bago magsukat, kung may baterya ito.',
  },
  pressure: {
    name: 'Bigat ng gawain ng CPU',
    values: { nominal: 'normal', fair: 'katamtaman', serious: 'mabigat', critical: 'kritikal' },
    meanings: {
      nominal: 'Walang nakitang istorbo.',
      fair: 'May iba pang tumatakbo. Bahagyang mas mabagal ang mga sukat.',
      serious: 'Abala ang CPU. Isara ang ibang program bago magsukat.',
      critical: 'Sobra ang gawain o init ng CPU. Magiging mali ang mga sukat.',
    },
    notReported: 'hindi pa iniuulat',
    unknown: 'Isara ang ibang program bago magsukat.',
  },
};
