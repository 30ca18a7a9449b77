import type { nonModelFiles as en } from '../../en/models/non-model-files.ts';

const findSafe = 'Maghanap ng safetensors, ONNX, o GGUF na variant ng model.';

/** Descriptions of files that are not models, or not for the chosen engine, and what to do with them. */
export const nonModelFiles: typeof en = {
  empty: { what: 'ay walang laman.', fix: 'I-download itong muli mula sa pinagmulan nito.' },
  zip: { what: 'ay isang zip archive.', fix: 'I-unpack ito at buksan ang model na nasa loob.' },
  gzip: { what: 'ay naka-compress gamit ang gzip.', fix: 'I-unpack ito at buksan ang nasa loob.' },
  pytorch: {
    what: 'ay isang PyTorch checkpoint, na may lamang mga weight at code pero walang graph.',
    fix: 'I-export ito gamit ang torch.onnx.export, o maghanap ng ONNX o GGUF na variant ng model.',
  },
  pickle: {
    what: 'ay isang Python pickle, na kayang magpatakbo ng anumang code kapag ni-load.',
    fix: findSafe,
  },
  hdf5: {
    what: 'ay isang HDF5 file, gaya ng pag-save ng Keras sa mga model.',
    fix: 'I-convert ito gamit ang tensorflowjs_converter, o sa TFLite gamit ang TensorFlow converter.',
  },
  'safetensors-index': {
    what: 'ay index ng isang model na hinati sa mga bahagi.',
    fix: 'Buksan ang model-00001-of-… .safetensors file kasama ang iba pang bahagi.',
  },
  'lfs-pointer': {
    what: 'ay isang Git LFS pointer, hindi ang file na tinutukoy nito.',
    fix: 'Gamitin ang download link ng page na pinanggalingan nito, o patakbuhin ang git lfs pull.',
  },
  'web-page': {
    what: 'ay isang web page, hindi ang file na nili-link nito.',
    fix: 'Gamitin ang link ng mismong file; sa isang model hub, may /resolve/ ito sa halip na /blob/.',
  },
  'ggml-legacy': {
    what: 'ay isang GGML file, ang format bago ang GGUF.',
    fix: 'I-convert ito sa GGUF gamit ang llama.cpp, o mag-download ng GGUF file.',
  },
  image: {
    what: 'ay isang larawan, hindi model.',
    fix: 'Pumili rito ng model file, at gamitin ang larawan bilang input ng isang run.',
  },
  text: { what: 'ay plain text, hindi model.', fix: 'Piliin ang mismong model file.' },
  json: {
    what: 'ay isang JSON file na walang model.',
    fix: 'Piliin ang mismong model file; sa mga JSON file, iyon ay model.json (TensorFlow.js) o mlc-chat-config.json (MLC).',
  },
  onnx: {
    what: 'ay isang ONNX model, na binubuksan ng engine na ONNX Runtime (ort).',
    fix: 'Buksan ito sa page na Patakbuhin o Benchmark, nang may pangalang nagtatapos sa .onnx.',
  },
  tflite: {
    what: 'ay isang TFLite model, na binubuksan ng engine na LiteRT (litert).',
    fix: 'Buksan ito sa page na Patakbuhin o Benchmark, nang may pangalang nagtatapos sa .tflite.',
  },
  tfjs: {
    what: 'ay isang TensorFlow.js model, na binubuksan ng engine na TensorFlow.js (tfjs).',
    fix: 'Buksan ang model.json nito kasama ang mga .bin file nito, sa page na Patakbuhin o Benchmark.',
  },
  gguf: {
    what: 'ay isang GGUF language model, na binubuksan ng engine na wllama.',
    fix: 'Buksan ito sa page na Chat; sa command line, gamit ang run --task text-generation.',
  },
  mlc: {
    what: 'ay isang MLC language model, na binubuksan ng engine na WebLLM.',
    fix: 'Buksan ang lahat ng file ng folder nito sa page na Chat.',
  },
  openvino: {
    what: 'ay isang OpenVINO model (IR), na binubuksan ng engine na OpenVINO ng companion.',
    fix: 'Ilagay ang mga .xml at .bin file nito sa folder na “models” ng companion, o gamitin ang command line na may --target companion:openvino:cpu.',
  },
  safetensors: {
    what: 'ay isang safetensors file: mga weight nang wala ang graph na kailangan ng engine para patakbuhin ang mga ito.',
    fix: 'Maghanap ng ONNX, TFLite, o GGUF na variant ng model.',
  },
  unrecognised: {
    what: 'ay hindi model sa format na alam ng Assay.',
    fix: 'Magbukas ng ONNX, GGUF, TFLite, safetensors, TensorFlow.js (model.json), o MLC (mlc-chat-config.json) model.',
  },
};
