import type { MeasurementId } from '#device/measure-device.ts';
import type { Text } from '../../language.ts';
import { browserAndOs } from './browser-and-os.ts';
import { capabilities } from './device-capabilities.ts';
import { deviceFacts } from './device-facts.ts';
import { linkedDeviceName } from './device-name.ts';
import { flopNote, format } from '../format.ts';

const names: Record<MeasurementId, string> = {
  matmulOneThread: 'wasm, uzi 1',
  matmulThreads: 'wasm, nyuzi zote',
  matmulGpu: 'WebGPU, f32',
  matmulGpuHalf: 'WebGPU, f16',
  copy: 'Kasi ya kumbukumbu',
  storage: 'Hifadhi',
  dispatch: 'Safari ya kwenda na kurudi GPU',
  clockStep: 'Usahihi wa kipima muda',
};

export const device: Text['device'] = {
  title: 'Ukaguzi wa kifaa',
  lead: 'Kivinjari hiki kina nini cha kuendeshea modeli, na kina kasi gani. Upimaji huchukua sekunde chache baada ya injini kupakiwa.',
  browserAndOs,
  capabilities,
  measured: 'Kasi iliyopimwa',
  products: 'Uzidishaji wa matriki',
  productsNote: `Sehemu kubwa ya ukokotoaji wa modeli. Bora kati ya uendeshaji kadhaa wa x·W·W·W·W wenye safu wima 512, pamoja na kusoma tokeo. ${flopNote}`,
  measureAgain: 'Pima tena',
  start: 'Pima',
  starting: (megabytes) => `Inaanzisha injini (mara ya kwanza hupakuliwa: si zaidi ya ${megabytes} MB)`,
  measuring: (id) => `Inapima: ${names[id]}`,
  checkDuration: (ms, at) =>
    `${at === null ? '' : `Kilipimwa ${format.date(at)}. `}Ukaguzi ulichukua ${format.duration(ms)}, pamoja na kuanzisha injini.`,
  disturbed:
    'Programu nyingine zilitumia CPU wakati wa upimaji, hata uliporudiwa, kwa hivyo kasi hizi zinaweza kuwa za chini mno. Zifunge kisha upime tena.',
  underPressure: (state) =>
    `Shinikizo la CPU sasa ni ${deviceFacts.pressure.values[state]}. Kasi zilizopimwa chini ya mzigo huo ni za chini mno: funga programu nyingine, acha kifaa kipoe, kisha upime tena.`,
  copyText: 'Nakili kama maandishi',
  copyJson: 'Nakili kama JSON',
  linkContents: 'Kiungo kina haya haya tu:',
  native: {
    title: 'Nje ya kivinjari',
    text: 'Programu mwenza ya Assay, iliyo kwenye kompyuta hii, inaweza kutumia maunzi zaidi: CUDA, OpenVINO, NPU na modeli kubwa.',
    link: 'Injini asilia kwenye kompyuta hii',
  },
  reading: 'Inasoma uwezo wa kifaa',
  states: { present: 'ndiyo', partial: 'kiasi', missing: 'hapana', unknown: 'haijulikani' },
  fix: 'La kufanya:',
  reload: 'Pakia upya',
  shared: {
    title: 'Kifaa kutoka kwenye kiungo',
    machine: linkedDeviceName,
    lead: 'Kiungo kina thamani hizi, kama zilivyotajwa na kifaa hicho.',
    caption: 'Thamani za kiungo na za kifaa hiki',
    property: 'Sifa',
    linkedDevice: 'Kiungo',
    thisDevice: 'Kifaa hiki',
    none: '–',
    names: {
      browser: 'Kivinjari',
      os: 'Mfumo wa uendeshaji',
      gpu: 'Adapta ya GPU',
      cores: 'Viini vya kimantiki',
      threads: 'Nyuzi zinazoweza kutumika',
      oneThreadGflops: 'wasm, uzi 1, GFLOP/s',
      threadsGflops: 'wasm, nyuzi zote, GFLOP/s',
      gpuGflops: 'WebGPU f32, GFLOP/s',
      gpuHalfGflops: 'WebGPU f16, GFLOP/s',
      copyGBs: 'Kasi ya kumbukumbu, GB/s',
      writeMBs: 'Kuandika kwenye hifadhi, MB/s',
      readMBs: 'Kusoma kwenye hifadhi, MB/s',
      dispatchMs: 'Safari ya kwenda na kurudi GPU, ms',
    },
  },
  names,
  facts: deviceFacts,
  speeds: {
    notMeasured: 'bado haijapimwa',
    missing: {
      'one-thread': 'kuna uzi mmoja pekee',
      'no-gpu': 'hakuna adapta ya WebGPU',
      'no-f16': 'hakuna f16 kwenye adapta hii',
      'no-opfs': 'hakuna OPFS',
      'too-slow': 'muda umeisha',
      failed: 'imeshindwa',
    },
    gflops: (figure) => `${figure} GFLOP/s`,
    perSecond: (size) => `${size}/s`,
    readWrite: (write, read) => `kuandika ${write}, kusoma ${read}`,
    floor: (time) => `Kwa kasi hii, modeli ndogo ya picha (MobileNetV2, 0.6 GFLOP) huchukua angalau ${time}.`,
    meanings: {
      copy: 'Uzi mmoja unaonakili 64 MiB, kusoma na kuandika vyote vikihesabiwa. Huweka kikomo kwa tokeni kwa sekunde za modeli za lugha.',
      storage: 'Kasi ya kuhifadhi modeli, na kuifungua tena muda mfupi baadaye.',
      dispatch: 'Ucheleweshaji wa chini zaidi wa tokeo lolote la GPU.',
      clockStep: 'Muda mfupi zaidi ya huu hauwezi kutofautishwa. Uendeshaji mfupi hupimwa kwa makundi.',
    },
  },
  checkTitle: (browserAndOs) => `Ukaguzi wa kifaa wa Assay: ${browserAndOs}`,
};
