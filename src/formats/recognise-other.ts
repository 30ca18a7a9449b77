/** What a file is that we do not open, and the code of the advice for it. */
export interface OtherFile {
  readonly is:
    | 'empty'
    | 'zip'
    | 'pytorch'
    | 'gzip'
    | 'hdf5'
    | 'pickle'
    | 'safetensors-index'
    | 'lfs-pointer'
    | 'web-page'
    | 'picture'
    | 'text'
    | 'ggml-legacy';
  /** What to do about it, for logs and tools; the interface words it by `is`. */
  readonly cure: string;
}

/** Files that people drop by mistake, by their first bytes; null for anything else. */
export function recogniseOther(head: Uint8Array<ArrayBuffer>): OtherFile | null {
  if (head.length === 0) return { is: 'empty', cure: 'fetch the file again: it has no bytes' };
  // Not TextDecoder('latin1'), which is windows-1252 and changes the bytes from 0x80 to 0x9f.
  const text = String.fromCharCode(...head.subarray(0, 4096));
  if (text.startsWith('PK\x03\x04')) {
    // PyTorch saves a zip whose first entry is <name>/data.pkl or <name>/version.
    return /^PK[\s\S]{28}[^/]{0,200}\/(data\.pkl|version|\.format_version|byteorder)/.test(text)
      ? { is: 'pytorch', cure: 'export it to ONNX with torch.onnx.export, or look for an ONNX or GGUF variant' }
      : { is: 'zip', cure: 'unpack the archive and choose the model file inside' };
  }
  if (text.startsWith('\x1f\x8b')) return { is: 'gzip', cure: 'unpack it and choose the file inside' };
  if (text.startsWith('\x89HDF\r\n\x1a\n')) {
    return { is: 'hdf5', cure: 'a Keras file: convert it with tensorflowjs_converter or to TFLite' };
  }
  if (['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'].some((magic) => text.startsWith(magic))) {
    return { is: 'pickle', cure: 'a pickle can run code when it is loaded: use safetensors, ONNX or GGUF instead' };
  }
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return { is: 'lfs-pointer', cure: 'only the pointer was fetched: use the download link, or run git lfs pull' };
  }
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) {
    return { is: 'web-page', cure: 'the address gave a web page: use the link of the file itself' };
  }
  if (/^\s*\{[\s\S]*"weight_map"\s*:/.test(text)) {
    return { is: 'safetensors-index', cure: 'choose it together with the model-0000n-of-0000m.safetensors files' };
  }
  if (['lmgg', 'fmgg', 'tjgg'].some((magic) => text.startsWith(magic))) {
    return { is: 'ggml-legacy', cure: 'an old GGML file: convert it to GGUF with llama.cpp' };
  }
  if (isPicture(text)) return { is: 'picture', cure: 'give it as the input, and a model file as the model' };
  if (isProse(head)) return { is: 'text', cure: 'choose the model file itself' };
  return null;
}

/** JPEG, PNG, GIF, WebP, or AVIF and HEIC by the brand of their container. */
function isPicture(text: string): boolean {
  return /^(\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF[\s\S]{4}WEBP|[\s\S]{4}ftyp(avif|avis|heic|heix|mif1))/.test(text);
}

/** UTF-8 without control characters that is no JSON, which models are made of, too. */
function isProse(head: Uint8Array<ArrayBuffer>): boolean {
  try {
    const whole = head.subarray(0, head.findLastIndex((byte) => byte < 0x80) + 1); // no cut character at its end
    const text = new TextDecoder('utf-8', { fatal: true }).decode(whole);
    // oxlint-disable-next-line no-control-regex -- they are what tells bytes from words
    return whole.length > 0 && !/^\s*[[{]|[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}
