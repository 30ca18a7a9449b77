import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const { duration, number, whole } = format;
const requests = (size: number) => (size === 1 ? 'isa-isang request' : count(size, 'sabay-sabay na request'));

export const staging: Text['staging'] = {
  title: 'Pagsubok bago gamitin',
  lead: 'Sinusubok ang kasalukuyang bersyon bago pa ito kailanganin: kung ilang sabay-sabay na request ang masasagot nito, at kung gaano katagal bago ito muling sumagot pagkatapos pumalya. Mga ginawang input ang ginagamit, at patuloy na sumasagot ang deployment.',
  severalGraphs:
    'Ilang graph ang pinatatakbo ng task na ito, at walang magagawang input para sa mga ito. I-evaluate na lang ito sa mga item na may label nang may load test.',
  load: 'Load',
  target: 'Target na latency (ms)',
  targetHint:
    'Dinodoble ang bilang ng sabay-sabay na request hanggang lumampas sa target ang ika-95 na percentile ng latency ng mga ito.',
  noTarget: 'Ilagay ang target na latency sa millisecond, na higit sa 0.',
  ramp: 'Dagdagan ang load',
  ramping: 'Dinadagdagan ang load',
  columns: ['Sabay-sabay na request', 'Input/s', 'Latency, median', 'Ika-95 na percentile', 'Pumalya', 'n'],
  row: ({ size, inputsPerS, medianMs, p95, failed, n }) => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `kailangan ng n ≥ ${p95.needs}`,
    whole(failed),
    whole(n),
  ],
  conclude({ targetMs, maxWithinTarget, knee, end, levels }) {
    const last = levels.at(-1);
    const reached =
      maxWithinTarget === null
        ? `Kahit isa-isang request ay hindi umaabot sa target na ${duration(targetMs)}.`
        : `Naaabot ang target na ${duration(targetMs)} hanggang ${requests(maxWithinTarget)}.`;
    const failed = end === 'failures' && last ? ` Sa ${requests(last.size)}, ${whole(last.failed)} ang pumalya.` : '';
    return `${reached}${failed} Pinakamaganda ang ratio ng throughput sa latency sa ${requests(knee.size)} (ang knee).`;
  },
  failures: 'Mga pagpalya',
  fail: 'Subukin',
  failing: 'Pinapapalya at hinihintay na sumagot',
  faults: {
    'worker-killed': 'Pinatay ang worker o proseso ng engine',
    'gpu-lost': 'Nawala ang GPU',
    'storage-full': 'Puno ang storage ng monitor',
    'network-cut': 'Naputol ang network (sinusuri sa mga request ng 20 run)',
    'companion-killed': 'Isinara ang companion',
  },
  instructions:
    'Isara ngayon ang companion, at simulan itong muli: hanggang 2 minuto ang hihintayin ng pagsubok sa bawat isa.',
  unsupported: {
    'not-on-gpu': 'hindi ito tumatakbo sa GPU gamit ang ONNX Runtime',
    'not-in-companion': 'hindi ito tumatakbo sa companion',
    'in-companion': 'tumatakbo ito sa companion: subukin ang pagsasara nito',
  },
  recovered({ recoveryMs, errors, runMs }) {
    const failed = Object.entries(errors).map(([code, times]) => `${code} ${whole(times)}×`);
    const between = failed.length === 0 ? 'walang pumalyang run' : `mga pumalyang run: ${failed.join(', ')}`;
    return recoveryMs === null
      ? `hindi nakasagot sa oras (${between})`
      : `sumagot pagkalipas ng ${duration(recoveryMs)} (${between}; ${duration(runMs)} ang isang run)`;
  },
};
