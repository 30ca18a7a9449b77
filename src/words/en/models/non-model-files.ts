import type { FormatId } from '#core/model/model-facts.ts';
import type { NonModelFile } from '#formats/identify-non-model.ts';

type Words = Readonly<{ what: string; fix: string }>;

/** Descriptions of files that are not models, or not for the chosen engine, and what to do with them. */
export const nonModelFiles: Readonly<Record<NonModelFile | FormatId | 'unrecognised', Words>> = {
  empty: { what: 'is empty.', fix: 'Download it again from its source.' },
  zip: { what: 'is a zip archive.', fix: 'Unpack it and open the model inside.' },
  gzip: { what: 'is compressed with gzip.', fix: 'Unpack it and open what is inside.' },
  pytorch: {
    what: 'is a PyTorch checkpoint, which contains weights and code but no graph.',
    fix: 'Export it with torch.onnx.export, or look for an ONNX or GGUF variant of the model.',
  },
  pickle: {
    what: 'is a Python pickle, which can run any code when it is loaded.',
    fix: 'Look for a safetensors, ONNX or GGUF variant of the model.',
  },
  hdf5: {
    what: 'is an HDF5 file, as Keras saves models.',
    fix: 'Convert it with tensorflowjs_converter, or to TFLite with the TensorFlow converter.',
  },
  'safetensors-index': {
    what: 'is the index of a model that was split into parts.',
    fix: 'Open the model-00001-of-… .safetensors file together with the other parts.',
  },
  'lfs-pointer': {
    what: 'is a Git LFS pointer, not the file it stands for.',
    fix: 'Use the download link of the page that it came from, or run git lfs pull.',
  },
  'web-page': {
    what: 'is a web page, not the file it links to.',
    fix: 'Use the link of the file itself; on a model hub it contains /resolve/ instead of /blob/.',
  },
  'ggml-legacy': {
    what: 'is a GGML file, the format before GGUF.',
    fix: 'Convert it to GGUF with llama.cpp, or download a GGUF file.',
  },
  image: {
    what: 'is an image, not a model.',
    fix: 'Choose a model file here, and use the image as the input of a run.',
  },
  text: { what: 'is plain text, not a model.', fix: 'Choose the model file itself.' },
  json: {
    what: 'is a JSON file without a model.',
    fix: 'Choose the model file itself. JSON files that can be opened are model.json (TensorFlow.js) and mlc-chat-config.json (MLC).',
  },
  onnx: {
    what: 'is an ONNX model, which the engine ONNX Runtime (ort) opens.',
    fix: 'Open it on the Run or Bench page, under a name that ends in .onnx.',
  },
  tflite: {
    what: 'is a TFLite model, which the engine LiteRT (litert) opens.',
    fix: 'Open it on the Run or Bench page, under a name that ends in .tflite.',
  },
  tfjs: {
    what: 'is a TensorFlow.js model, which the engine TensorFlow.js (tfjs) opens.',
    fix: 'Open its model.json together with its .bin files, on the Run or Bench page.',
  },
  gguf: {
    what: 'is a GGUF language model, which the engine wllama opens.',
    fix: 'Open it on the Chat page; on the command line with run --task text-generation.',
  },
  mlc: {
    what: 'is an MLC language model, which the engine WebLLM opens.',
    fix: 'Open all files of its folder on the Chat page.',
  },
  openvino: {
    what: 'is an OpenVINO model (IR), which the engine OpenVINO of the companion opens.',
    fix: 'Put its .xml and .bin files into the folder “models” of the companion, or use the command line with --target companion:openvino:cpu.',
  },
  safetensors: {
    what: 'is a safetensors file: weights without the graph that an engine needs to run them.',
    fix: 'Look for an ONNX, TFLite or GGUF variant of the model.',
  },
  unrecognised: {
    what: 'is not a model in a format that Assay knows.',
    fix: 'Open an ONNX, GGUF, TFLite, safetensors, TensorFlow.js (model.json) or MLC (mlc-chat-config.json) model.',
  },
};
