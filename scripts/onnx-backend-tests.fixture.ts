import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Number of models in ONNX's backend tests, at least one per operator: `find -name '*.onnx' | wc -l`. */
export const modelCount = 1437;

/** @param data the folder of the test data */
export function backendModels(data: string): [file: string, bytes: Buffer][] {
  const archive = path.join(data, 'peer/onnx-backend-test-data-v1.17.0.tar.xz');
  return filesIn(execFileSync('xz', ['-dc', archive], { maxBuffer: 2 ** 30 }), '.onnx');
}

/** The files of a tar archive with this suffix: headers of 512 bytes, sizes in octal, contents padded to 512. */
function filesIn(tar: Buffer, suffix: string): [name: string, bytes: Buffer][] {
  const files: [string, Buffer][] = [];
  for (let at = 0; at + 512 <= tar.length;) {
    const text = (start: number, length: number) =>
      tar.toString('utf8', at + start, at + start + length).replace(/\0.*$/, '');
    const size = Number.parseInt(text(124, 12), 8) || 0;
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join('/');
    if (name.endsWith(suffix)) files.push([name, tar.subarray(at + 512, at + 512 + size)]);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
