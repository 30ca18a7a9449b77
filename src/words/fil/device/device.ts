import type { Text } from '../../language.ts';
import { linkedDeviceName } from './device-name.ts';
import { browserAndOs } from './browser-and-os.ts';
import { capabilities } from './device-capabilities.ts';
import { deviceFacts } from './device-facts.ts';
import { flopNote, format } from '../format.ts';

const names: Text['device']['names'] = {
  matmulOneThread: 'wasm, 1 thread',
  matmulThreads: 'wasm, lahat ng thread',
  matmulGpu: 'WebGPU, f32',
  matmulGpuHalf: 'WebGPU, f16',
  copy: 'Memory bandwidth',
  storage: 'Storage',
  dispatch: 'Round trip sa GPU',
  clockStep: 'Resolution ng timer',
};

export const device: Text['device'] = {
  title: 'Pagsusuri ng device',
  lead: 'Kung ano ang mayroon sa browser na ito para sa pagpapatakbo ng mga model, at kung gaano ito kabilis. Ilang segundo lang ang pagsukat kapag na-load na ang mga engine.',
  browserAndOs,
  capabilities,
  measured: 'Nasukat na bilis',
  products: 'Matrix multiplication',
  productsNote: `Ang karamihan sa compute ng isang model. Pinakamabilis sa ilang run ng x·W·W·W·W na may 512 column, kasama ang pagbasa sa resulta. ${flopNote}`,
  measureAgain: 'Sukatin muli',
  start: 'Sukatin',
  starting: (megabytes) =>
    `Sinisimulan ang mga engine (sa unang pagkakataon, dina-download ang mga ito: hindi hihigit sa ${megabytes} MB)`,
  measuring: (id) => `Sinusukat: ${names[id]}`,
  checkDuration: (ms, at) =>
    `${at === null ? '' : `Sinukat noong ${format.date(at)}. `}Tumagal ng ${format.duration(ms)} ang pagsusuri, kasama ang pagsisimula ng mga engine.`,
  disturbed:
    'May ibang program na gumamit ng CPU habang nagsusukat, kahit noong inulit ito, kaya baka masyadong mababa ang mga bilis na ito. Isara ang mga iyon at magsukat muli.',
  underPressure: (state) =>
    `${deviceFacts.pressure.values[state]} ang pressure sa CPU sa ngayon. Masyadong mababa ang mga bilis na nasukat sa ganitong load: isara ang ibang program, palamigin ang device, at magsukat muli.`,
  copyText: 'Kopyahin bilang text',
  copyJson: 'Kopyahin bilang JSON',
  linkContents: 'Eksaktong ito ang laman ng link:',
  native: {
    title: 'Sa labas ng browser',
    text: 'Mas maraming hardware ang kayang gamitin ng companion ng Assay, isang program sa computer na ito: CUDA, OpenVINO, mga NPU, at malalaking model.',
    link: 'Mga native engine sa computer na ito',
  },
  reading: 'Binabasa ang mga kakayahan ng device',
  states: { present: 'mayroon', partial: 'bahagya', missing: 'wala', unknown: 'hindi alam' },
  fix: 'Ano ang gagawin:',
  reload: 'I-reload',
  shared: {
    title: 'Device mula sa link',
    machine: linkedDeviceName,
    lead: 'Laman ng link ang mga value na ito, ayon sa iniulat ng device na iyon.',
    caption: 'Mga value ng link at ng device na ito',
    property: 'Katangian',
    linkedDevice: 'Link',
    thisDevice: 'Ang device na ito',
    none: '–',
    names: {
      browser: 'Browser',
      os: 'Operating system',
      gpu: 'GPU adapter',
      cores: 'Mga logical core',
      threads: 'Mga magagamit na thread',
      oneThreadGflops: 'wasm, 1 thread, GFLOP/s',
      threadsGflops: 'wasm, lahat ng thread, GFLOP/s',
      gpuGflops: 'WebGPU f32, GFLOP/s',
      gpuHalfGflops: 'WebGPU f16, GFLOP/s',
      copyGBs: 'Memory bandwidth, GB/s',
      writeMBs: 'Pagsulat sa storage, MB/s',
      readMBs: 'Pagbasa sa storage, MB/s',
      dispatchMs: 'Round trip sa GPU, ms',
    },
  },
  names,
  facts: deviceFacts,
  speeds: {
    notMeasured: 'hindi pa nasusukat',
    missing: {
      'one-thread': 'isang thread lang ang available',
      'no-gpu': 'walang WebGPU adapter',
      'no-f16': 'walang f16 sa adapter na ito',
      'no-opfs': 'walang OPFS',
      'too-slow': 'naubusan ng oras',
      failed: 'pumalya',
    },
    gflops: (figure) => `${figure} GFLOP/s`,
    perSecond: (size) => `${size}/s`,
    readWrite: (write, read) => `${write} sa pagsulat, ${read} sa pagbasa`,
    floor: (time) =>
      `Sa ganitong bilis, hindi bababa sa ${time} ang isang maliit na vision model (MobileNetV2, 0.6 GFLOP).`,
    meanings: {
      copy: 'Isang thread na nangongopya ng 64 MiB, binibilang pareho ang pagbasa at pagsulat. Nililimitahan nito ang token/s ng mga text model.',
      storage: 'Kung gaano kabilis nai-store ang isang model, at nabubuksang muli agad pagkatapos.',
      dispatch: 'Ang pinakamababang latency ng anumang resulta ng GPU.',
      clockStep: 'Hindi matutukoy ang mas maiikling oras. Inoorasan nang batch-batch ang maiikling run.',
    },
  },
  checkTitle: (browserAndOs) => `Pagsusuri ng device ng Assay: ${browserAndOs}`,
};
