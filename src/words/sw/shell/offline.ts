import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';

export const offline: Text['offline'] = {
  lead: 'Kilichohifadhiwa kwenye kivinjari hiki hufanya kazi bila muunganisho. Modeli zilizohifadhiwa pia huendelea kupatikana.',
  unavailable:
    'Kivinjari hiki hakiruhusu ukurasa ujihifadhi: data ya tovuti imezuiwa, dirisha ni la faragha, au ukurasa haukufunguliwa kupitia https. Kila kitu hufanya kazi ukiwa mtandaoni.',
  noReply: 'Assay imesasishwa katika kichupo kingine. Pakia upya ukurasa huu ili kuona kilichohifadhiwa.',
  names: {
    app: 'Kurasa zote',
    models: 'Modeli za mfano',
    ...engine.names,
    ort: 'ONNX Runtime Web kwenye CPU',
    'ort-webgpu': 'ONNX Runtime Web kwenye GPU',
  },
  purposes: {
    ort: 'Modeli za ONNX',
    tfjs: 'Modeli za TensorFlow.js',
    litert: 'Modeli za TFLite',
    wllama: 'Modeli za lugha za GGUF',
    webllm: 'Modeli za lugha za MLC',
  },
  saved: 'Imehifadhiwa',
  waiting: 'Inasubiri',
  save: 'Hifadhi',
  saveName: (name, size) => `Hifadhi ${name} kwa matumizi ya nje ya mtandao (${size})`,
  saving: (name) => `Inahifadhi ${name}`,
  progress: (received, total) => `${received} kati ya ${total}`,
  cancelName: (name) => `Ghairi kuhifadhi ${name}`,
  failures: {
    'no-connection': 'Haikuhifadhiwa: muunganisho umekatika. Ukague kisha ujaribu tena.',
    'no-quota':
      'Haikuhifadhiwa: nafasi ya tovuti hii imejaa. Futa modeli zilizohifadhiwa au upate nafasi zaidi kwenye diski.',
    'not-in-build': 'Haikuhifadhiwa: Assay imesasishwa katika kichupo kingine. Pakia upya ukurasa huu.',
    'no-reply':
      'Haikuhifadhiwa: hakuna jibu. Ikiwa Assay imesasishwa katika kichupo kingine, pakia upya ukurasa huu; la sivyo, jaribu tena.',
    cancelled: 'Imeghairiwa.',
  },
};
