import type { flags as en } from '../../en/report/report-flags.ts';

/** What a flag of a report means. */
export const flags: typeof en = {
  title: 'Mga flag',
  none: 'Walang flag: walang nakitang kahina-hinala.',
  list: {
    indicative: {
      name: 'Tantiya',
      meaning: 'Mabilis na run: kaunti ang sample.',
      fix: 'Gumamit ng standard na run para sa mga resultang ilalathala.',
    },
    capped: {
      name: 'Naabot ang limit sa oras',
      meaning:
        'Mabagal ang device para sa model na ito, at tinapos ng limit sa oras ang isang test bago makuha ang lahat ng sample nito.',
      fix: 'Pumili ng buong run, na may mas mahabang oras, o ng mas maliit na workload.',
    },
    'unstable-warmup': {
      name: 'Hindi matatag na warm-up',
      meaning: 'Nagkakaiba pa rin nang mahigit 5% ang mga huling run ng warm-up.',
      fix: 'Isara ang ibang program at hayaang lumamig ang device, saka patakbuhin muli.',
    },
    'coarse-clock': {
      name: 'Magaspang na timer',
      meaning: 'Maikli ang isang sample kumpara sa resolution ng timer ng browser na ito.',
      fix: 'Buksan ang app kung saan cross-origin isolated ito: mas pino roon ang timer.',
    },
    'few-distinct-samples': {
      name: 'Kaunting magkakaibang value',
      meaning: 'Iilang value lang ang kinukuha ng mga sample: ang timer ang naglilimita sa mga ito, hindi ang engine.',
      fix: 'Gumamit ng mas malaking model, o ng browser na may mas pinong timer.',
    },
    interrupted: {
      name: 'Naantala',
      meaning:
        'Natago ang page o nagbago ang pinagkukunan ng kuryente habang kumukuha ng sample. Hindi isinama ang mga sample na iyon.',
      fix: 'Patakbuhin muli at panatilihing nakikita ang tab na ito.',
    },
    'busy-machine': {
      name: 'Abalang machine',
      meaning: 'Paulit-ulit na nahuli ang event loop ng page: may ibang gumamit ng CPU.',
      fix: 'Isara ang ibang program at tab, o gumamit ng mas kaunting thread, at patakbuhin muli.',
    },
    'wide-spread': {
      name: 'Malawak na pagkakalat',
      meaning: 'Mahigit sangkapat ng median ang interquartile range.',
      fix: 'Isara ang ibang program, isaksak ang device, at hayaan itong lumamig, saka patakbuhin muli. Tingnan ang distribution.',
    },
    'fallback-device': {
      name: 'Pamalit na device',
      meaning: 'Hindi nabuksan ng hininging device ang model, at iba ang ginamit.',
      fix: 'Nasa environment sa ibaba ang dahilan.',
    },
    'fewer-threads': {
      name: 'Mas kaunting thread',
      meaning: 'Tumakbo ang engine nang mas kaunti ang thread kaysa sa hiningi.',
      fix: 'Buksan ang app kung saan cross-origin isolated ito, at humingi ng hindi hihigit sa bilang ng core ng device.',
    },
    'software-gpu': {
      name: 'Software GPU',
      meaning: 'Ginagaya lang sa CPU ang GPU. Wala itong sinasabi tungkol sa totoong GPU.',
      fix: 'I-on ang hardware acceleration, o i-update ang graphics driver.',
    },
    'smaller-cells': {
      name: 'Mas kaunting token',
      meaning:
        'Mabagal ang device o maikli ang context, kaya mas kaunti ang token ng mga sample kaysa sa itinakda ng tagal ng run na ito, o wala ang mga test na may punong context.',
      fix: 'Ihambing lang ito sa mga resultang may parehong bilang ng token.',
    },
    incomplete: {
      name: 'Hindi kumpleto',
      meaning: 'Inihinto ang run bago napatakbo ang lahat ng item.',
      fix: 'I-evaluate ang buong dataset, o isang random na sample nito: baka iba ang mga unang item sa iba.',
    },
    disagrees: {
      name: 'Maling output',
      meaning: 'Hindi tumutugma sa reference ang mga output, kaya walang saysay ang bilis.',
      fix: 'Sumubok ng ibang device o antas ng graph optimization. Sulit iulat sa mga gumawa ng engine ang mga maling output.',
    },
    'agreement-not-measured': {
      name: 'Hindi sinuri ang output',
      meaning: 'Walang reference na mapaghahambingan ng mga output.',
      fix: 'Patakbuhin ito sa ibang device: ihahambing ang mga output nito sa WebAssembly.',
    },
  },
};
