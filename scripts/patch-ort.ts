import type { Plugin } from 'vite';

/**
 * Changes to the wasm build of onnxruntime-web 1.30.0. It exposes its wasm module, and uses a tensor in place if its
 * data states an offset in the wasm heap. As published, it copies every input into the heap and every output out of it,
 * which for the key-value cache of a language model is tens of megabytes for each token.
 */
const changes: readonly (readonly [from: string, to: string])[] = [
  ['.then(A=>{St=!1,un=!0,sn=A,D()', '.then(A=>{St=!1,un=!0,sn=n.module=A,D()'],
  [
    '}else I=v.byteLength,T=l._malloc(I),a.push(T),l.HEAPU8.set(new Uint8Array(v.buffer,v.byteOffset,I),T)}}let D=',
    '}else if(I=v.byteLength,v.heapOffset!==void 0)T=v.heapOffset;else T=l._malloc(I),a.push(T),l.HEAPU8.set(new Uint8Array(v.buffer,v.byteOffset,I),T)}}let D=',
  ],
];

/**
 * Applies the changes in the bundles of workers.
 * @throws Error if the installed version does not match
 */
export function patchOrt(): Plugin {
  return {
    name: 'patch-ort',
    transform: {
      filter: { id: /onnxruntime-web\/dist\/ort\.wasm\.bundle\.min\.mjs(\?|$)/ },
      handler: (code) => ({ code: changes.reduce(applyChange, code), map: null }),
    },
  };
}

function applyChange(code: string, [from, to]: (typeof changes)[number]): string {
  const parts = code.split(from);
  if (parts.length !== 2)
    throw new Error(
      `the installed onnxruntime-web does not match scripts/patch-ort.ts: expected exactly one "${from}"`,
    );
  return parts.join(to);
}
