import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { duration, number, whole } = format;
const requests = (size: number) => (size === 1 ? 'ombi moja' : `maombi ${whole(size)} kwa wakati mmoja`);

export const staging: Text['staging'] = {
  title: 'Majaribio ya awali',
  lead: 'Hujaribu toleo la sasa kabla ya kuhitajika: linajibu maombi mangapi kwa wakati mmoja, na linachukua muda gani kujibu tena baada ya hitilafu. Hutumika maingizo yaliyotengenezwa, na usambazaji huendelea kujibu.',
  severalGraphs:
    'Kazi hii huendesha grafu kadhaa, ambazo maingizo yake hayawezi kutengenezwa. Badala yake, ifanyie tathmini kwa vipengee vyenye lebo pamoja na jaribio la mzigo.',
  load: 'Mzigo',
  target: 'Lengo la ucheleweshaji (ms)',
  targetHint:
    'Idadi ya maombi ya wakati mmoja huongezwa maradufu hadi pasentaili ya 95 ya ucheleweshaji wake izidi lengo.',
  noTarget: 'Weka lengo la ucheleweshaji kwa milisekunde, zaidi ya 0.',
  ramp: 'Ongeza mzigo',
  ramping: 'Inaongeza mzigo',
  columns: [
    'Maombi kwa wakati mmoja',
    'Maingizo kwa sekunde',
    'Ucheleweshaji, mediani',
    'Pasentaili ya 95',
    'Yaliyoshindwa',
    'n',
  ],
  row: ({ size, inputsPerS, medianMs, p95, failed, n }) => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `inahitaji n ≥ ${p95.needs}`,
    whole(failed),
    whole(n),
  ],
  conclude({ targetMs, maxWithinTarget, knee, end, levels }) {
    const last = levels.at(-1);
    const reached =
      maxWithinTarget === null
        ? `Hata ombi moja kwa wakati halifikii lengo la ${duration(targetMs)}.`
        : `Lengo la ${duration(targetMs)} linafikiwa hadi ${requests(maxWithinTarget)}.`;
    const failed = end === 'failures' && last ? ` Kwa ${requests(last.size)}, ${whole(last.failed)} yalishindwa.` : '';
    return `${reached}${failed} Uwiano wa upitishaji kwa ucheleweshaji ni bora zaidi kwa ${requests(knee.size)} (kona).`;
  },
  failures: 'Hitilafu',
  fail: 'Jaribu',
  failing: 'Inasababisha hitilafu na kusubiri jibu',
  faults: {
    'worker-killed': 'Worker au mchakato wa injini unasitishwa',
    'gpu-lost': 'GPU inapotea',
    'storage-full': 'Hifadhi ya ufuatiliaji imejaa',
    'network-cut': 'Mtandao unakatika (hukaguliwa kwa maombi ya uendeshaji 20)',
    'companion-killed': 'Programu mwenza inafungwa',
  },
  instructions: 'Funga programu mwenza sasa, kisha uianzishe tena: jaribio husubiri hadi dakika 2 kwa kila hatua.',
  unsupported: {
    'not-on-gpu': 'haliendeshwi kwenye GPU kwa ONNX Runtime',
    'not-in-companion': 'haliendeshwi katika programu mwenza',
    'in-companion': 'linaendeshwa katika programu mwenza: jaribu kuifunga',
  },
  recovered({ recoveryMs, errors, runMs }) {
    const failed = Object.entries(errors).map(([code, times]) => `${code} mara ${whole(times)}`);
    const between =
      failed.length === 0 ? 'hakuna uendeshaji ulioshindwa' : `uendeshaji ulioshindwa: ${failed.join(', ')}`;
    return recoveryMs === null
      ? `halikujibu kwa wakati (${between})`
      : `linajibu baada ya ${duration(recoveryMs)} (${between}; uendeshaji mmoja huchukua ${duration(runMs)})`;
  },
};
