/** Kinds of files that are identified but not supported. */
export type NonModelFile =
  | 'empty'
  | 'zip'
  | 'pytorch'
  | 'gzip'
  | 'hdf5'
  | 'pickle'
  | 'safetensors-index'
  | 'lfs-pointer'
  | 'web-page'
  | 'image'
  | 'text'
  | 'json'
  | 'ggml-legacy';

/** Identifies common files that are not models by their first bytes; `null` for other files. */
export function identifyNonModel(head: Uint8Array<ArrayBuffer>): NonModelFile | null {
  if (head.length === 0) return 'empty';
  // TextDecoder('latin1') is windows-1252 and changes the bytes from 0x80 to 0x9f.
  const text = String.fromCharCode(...head.subarray(0, 4096));
  if (text.startsWith('PK\x03\x04')) {
    // PyTorch saves a zip whose first entry is <name>/data.pkl or <name>/version.
    return /^PK[\s\S]{28}[^/]{0,200}\/(data\.pkl|version|\.format_version|byteorder)/.test(text) ? 'pytorch' : 'zip';
  }
  if (text.startsWith('\x1f\x8b')) return 'gzip';
  if (text.startsWith('\x89HDF\r\n\x1a\n')) return 'hdf5';
  if (['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'].some((magic) => text.startsWith(magic))) return 'pickle';
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'lfs-pointer';
  if (/^\s*<(!doctype|html|\?xml)/i.test(text) && !/<net\s/.test(text)) return 'web-page';
  if (/^\s*\{[\s\S]*"weight_map"\s*:/.test(text)) return 'safetensors-index';
  if (['lmgg', 'fmgg', 'tjgg'].some((magic) => text.startsWith(magic))) return 'ggml-legacy';
  if (isImage(text)) return 'image';
  if (isText(head) && !startsLikeJson(head) && !/^\s*<(\?xml|net\s)/.test(text)) return 'text';
  return null;
}

/** Matches JPEG, PNG, GIF and WebP, and AVIF and HEIC by container brand. */
function isImage(text: string): boolean {
  return /^(\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF[\s\S]{4}WEBP|[\s\S]{4}ftyp(avif|avis|heic|heix|mif1))/.test(text);
}

/** Whether a file is JSON. Some model formats are JSON, so check this only if none of them matches. */
export const isJson = (head: Uint8Array<ArrayBuffer>): boolean => startsLikeJson(head) && isText(head);

const startsLikeJson = (head: Uint8Array): boolean => [0x5b, 0x7b].includes(head.find((byte) => byte > 0x20) ?? 0);

/** Whether the bytes are UTF-8 without control characters. */
function isText(head: Uint8Array<ArrayBuffer>): boolean {
  try {
    // Decodes only up to the last ASCII byte, because `head` may end within a character.
    const characters = head.subarray(0, head.findLastIndex((byte) => byte < 0x80) + 1);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(characters);
    // oxlint-disable-next-line no-control-regex -- control characters distinguish binary data from text
    return characters.length > 0 && !/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}
