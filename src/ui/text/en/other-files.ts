import type { OtherFile } from '#formats/recognise-other.ts';

/** What a file is that was taken for a model, and what to do with it. */
export const otherFiles: Readonly<Record<OtherFile['is'] | 'unrecognised', { what: string; cure: string }>> = {
  empty: { what: 'has no bytes.', cure: 'Fetch it again from its source.' },
  zip: { what: 'is a zip archive.', cure: 'Unpack it and open the model inside.' },
  gzip: { what: 'is compressed with gzip.', cure: 'Unpack it and open what is inside.' },
  pytorch: {
    what: 'is a PyTorch checkpoint, which holds weights and code but no graph.',
    cure: 'Export it with torch.onnx.export, or look for an ONNX or GGUF variant of the model.',
  },
  pickle: {
    what: 'is a Python pickle, which can run any code when it is loaded.',
    cure: 'Look for a safetensors, ONNX or GGUF variant of the model.',
  },
  hdf5: {
    what: 'is an HDF5 file, as Keras saves models.',
    cure: 'Convert it with tensorflowjs_converter, or to TFLite with the TensorFlow converter.',
  },
  'safetensors-index': {
    what: 'is the index of a model that was split into parts.',
    cure: 'Open the model-00001-of-… .safetensors file together with the other parts.',
  },
  'lfs-pointer': {
    what: 'is a Git LFS pointer: a note in the place of the file.',
    cure: 'Use the download link of the page that you took it from, or run git lfs pull.',
  },
  'web-page': {
    what: 'is a web page, not the file it links to.',
    cure: 'Use the link of the file itself; on a model hub it contains /resolve/ instead of /blob/.',
  },
  'ggml-legacy': {
    what: 'is a GGML file from before GGUF.',
    cure: 'Convert it to GGUF with llama.cpp, or fetch a GGUF.',
  },
  unrecognised: {
    what: 'is no model of a kind that Assay knows.',
    cure: 'Open an ONNX, GGUF, TFLite, safetensors, TensorFlow.js (model.json) or MLC (mlc-chat-config.json) model.',
  },
};
