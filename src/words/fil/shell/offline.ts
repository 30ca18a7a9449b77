import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';

export const offline: Text['offline'] = {
  lead: 'Gumagana kahit walang koneksyon ang anumang naka-save sa browser na ito. Nananatiling available din ang mga naka-store na model.',
  unavailable:
    'Hindi pinapayagan ng browser na ito na i-save ng page ang sarili nito: naka-block ang site data, pribado ang window, o hindi binuksan ang page sa https. Gumagana ang lahat habang online ka.',
  noReply: 'Na-update ang Assay sa ibang tab. I-reload ang page na ito para makita kung ano ang naka-save.',
  names: {
    app: 'Lahat ng page',
    models: 'Mga sample na model',
    ...engine.names,
    ort: 'ONNX Runtime Web sa CPU',
    'ort-webgpu': 'ONNX Runtime Web sa GPU',
  },
  purposes: {
    ort: 'Mga ONNX model',
    tfjs: 'Mga TensorFlow.js model',
    litert: 'Mga TFLite model',
    wllama: 'Mga GGUF language model',
    webllm: 'Mga MLC language model',
  },
  saved: 'Naka-save',
  waiting: 'Naghihintay',
  save: 'I-save',
  saveName: (name, size) => `I-save ang ${name} para magamit offline (${size})`,
  saving: (name) => `Sine-save ang ${name}`,
  progress: (received, total) => `${received} sa ${total}`,
  cancelName: (name) => `Kanselahin ang pag-save ng ${name}`,
  failures: {
    'no-connection': 'Hindi na-save: pumalya ang koneksyon. Tingnan ito at subukang muli.',
    'no-quota':
      'Hindi na-save: wala nang space para sa site na ito. Magbura ng mga naka-store na model o magbakante ng space sa disk.',
    'not-in-build': 'Hindi na-save: na-update ang Assay sa ibang tab. I-reload ang page na ito.',
    'no-reply':
      'Hindi na-save: walang tugon. Kung na-update ang Assay sa ibang tab, i-reload ang page na ito; kung hindi, subukang muli.',
    cancelled: 'Kinansela.',
  },
};
