import type * as en from '../../en/models/non-model-files.ts';

/** Descriptions of files that are not models, or not for the chosen engine, and what to do with them. */
export const nonModelFiles: typeof en.nonModelFiles = {
  empty: { what: 'ni tupu.', fix: 'Ipakue tena kutoka chanzo chake.' },
  zip: { what: 'ni kumbukumbu ya zip.', fix: 'Ifumue kisha ufungue modeli iliyo ndani.' },
  gzip: { what: 'imebanwa kwa gzip.', fix: 'Ifumue kisha ufungue kilicho ndani.' },
  pytorch: {
    what: 'ni checkpoint ya PyTorch, yenye uzito na msimbo lakini haina grafu.',
    fix: 'Ihamishe kwa torch.onnx.export, au tafuta lahaja ya ONNX au GGUF ya modeli.',
  },
  pickle: {
    what: 'ni pickle ya Python, ambayo inaweza kuendesha msimbo wowote inapopakiwa.',
    fix: 'Tafuta lahaja ya safetensors, ONNX au GGUF ya modeli.',
  },
  hdf5: {
    what: 'ni faili ya HDF5, kama Keras inavyohifadhi modeli.',
    fix: 'Igeuze kwa tensorflowjs_converter, au kuwa TFLite kwa kigeuzi cha TensorFlow.',
  },
  'safetensors-index': {
    what: 'ni faharasa ya modeli iliyogawanywa katika vipande.',
    fix: 'Fungua faili ya model-00001-of-… .safetensors pamoja na vipande vingine.',
  },
  'lfs-pointer': {
    what: 'ni kielekezi cha Git LFS, si faili yenyewe.',
    fix: 'Tumia kiungo cha kupakua cha ukurasa ilikotoka, au endesha git lfs pull.',
  },
  'web-page': {
    what: 'ni ukurasa wa wavuti, si faili inayounganishwa nao.',
    fix: 'Tumia kiungo cha faili yenyewe; kwenye kitovu cha modeli huwa na /resolve/ badala ya /blob/.',
  },
  'ggml-legacy': {
    what: 'ni faili ya GGML, muundo uliokuwepo kabla ya GGUF.',
    fix: 'Igeuze kuwa GGUF kwa llama.cpp, au pakua faili ya GGUF.',
  },
  image: {
    what: 'ni picha, si modeli.',
    fix: 'Chagua faili ya modeli hapa, na utumie picha kama ingizo la uendeshaji.',
  },
  text: { what: 'ni maandishi ya kawaida, si modeli.', fix: 'Chagua faili ya modeli yenyewe.' },
  json: {
    what: 'ni faili ya JSON isiyo na modeli.',
    fix: 'Chagua faili ya modeli yenyewe; kati ya faili za JSON, ni model.json (TensorFlow.js) au mlc-chat-config.json (MLC).',
  },
  onnx: {
    what: 'ni modeli ya ONNX, ambayo hufunguliwa na injini ONNX Runtime (ort).',
    fix: 'Ifungue kwenye ukurasa wa Endesha au Pima kasi, kwa jina linaloishia na .onnx.',
  },
  tflite: {
    what: 'ni modeli ya TFLite, ambayo hufunguliwa na injini LiteRT (litert).',
    fix: 'Ifungue kwenye ukurasa wa Endesha au Pima kasi, kwa jina linaloishia na .tflite.',
  },
  tfjs: {
    what: 'ni modeli ya TensorFlow.js, ambayo hufunguliwa na injini TensorFlow.js (tfjs).',
    fix: 'Fungua model.json yake pamoja na faili zake za .bin, kwenye ukurasa wa Endesha au Pima kasi.',
  },
  gguf: {
    what: 'ni modeli ya lugha ya GGUF, ambayo hufunguliwa na injini wllama.',
    fix: 'Ifungue kwenye ukurasa wa Gumzo; kwenye mstari wa amri kwa run --task text-generation.',
  },
  mlc: {
    what: 'ni modeli ya lugha ya MLC, ambayo hufunguliwa na injini WebLLM.',
    fix: 'Fungua faili zote za folda yake kwenye ukurasa wa Gumzo.',
  },
  openvino: {
    what: 'ni modeli ya OpenVINO (IR), ambayo hufunguliwa na injini OpenVINO ya programu mwenza.',
    fix: 'Weka faili zake za .xml na .bin kwenye folda “models” ya programu mwenza, au tumia mstari wa amri kwa --target companion:openvino:cpu.',
  },
  safetensors: {
    what: 'ni faili ya safetensors: uzito usio na grafu ambayo injini inaihitaji ili kuuendesha.',
    fix: 'Tafuta lahaja ya ONNX, TFLite au GGUF ya modeli.',
  },
  unrecognised: {
    what: 'si modeli katika muundo ambao Assay inaujua.',
    fix: 'Fungua modeli ya ONNX, GGUF, TFLite, safetensors, TensorFlow.js (model.json) au MLC (mlc-chat-config.json).',
  },
};
