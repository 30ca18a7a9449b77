import { joinLines, type StandaloneTemplate } from '../standalone-model.ts';
import { formatJavascriptOptions, onnxruntimeVersion, readOrtOptions, toSource } from '../ort-options.ts';
import { hasTensorsOnly } from '../values.ts';
import { formatTensorModule } from './tensor-module.ts';

/** A web page that runs the model with onnxruntime-web, from its own origin. */
export const page: StandaloneTemplate = {
  supports: (model) => model.format === 'onnx' && hasTensorsOnly(model),
  getModelFolder: () => 'model',
  write(model) {
    const { usesGpu, threads } = readOrtOptions(model);
    const [entry, ...weights] = model.files;
    const build = usesGpu ? 'ort.webgpu.min.mjs' : 'ort.wasm.min.mjs';
    const { intraOpNumThreads: _, ...options } = formatJavascriptOptions(
      model,
      usesGpu ? ['webgpu', 'wasm'] : ['wasm'],
    );
    const externalData = weights.map((file) => ({ path: file, data: `./model/${encodeURIComponent(file)}` }));
    return {
      'package.json': `${toSource({
        name: model.name,
        private: true,
        type: 'module',
        dependencies: { 'onnxruntime-web': onnxruntimeVersion },
      })}\n`,
      'index.html': joinLines(
        '<!doctype html>',
        '<html lang="en">',
        '<meta charset="utf-8">',
        `<title>${model.name}</title>`,
        '<input id="request" type="file" accept=".json" aria-label="request.json">',
        '<pre id="answer"></pre>',
        '<script type="module" src="main.mjs"></script>',
        '</html>',
      ),
      // The model loads while the user chooses a file.
      'main.mjs': joinLines(
        "const model = import('./infer.mjs');",
        "const request = document.getElementById('request');",
        "const answer = document.getElementById('answer');",
        '',
        "request.addEventListener('change', async () => {",
        '  try {',
        '    const { infer } = await model;',
        '    const [file] = request.files;',
        '    answer.textContent = JSON.stringify(await infer(JSON.parse(await file.text())));',
        '  } catch (error) {',
        '    answer.textContent = String(error);',
        '  }',
        '});',
      ),
      'infer.mjs': joinLines(
        `import * as ort from './node_modules/onnxruntime-web/dist/${build}';`,
        "import { readInputs, writeOutputs } from './tensors.mjs';",
        '',
        "ort.env.wasm.wasmPaths = new URL('./node_modules/onnxruntime-web/dist/', import.meta.url).href;",
        `ort.env.wasm.numThreads = crossOriginIsolated ? ${threads ?? 'navigator.hardwareConcurrency'} : 1;`,
        '',
        `const session = await ort.InferenceSession.create(${JSON.stringify(`./model/${encodeURIComponent(entry)}`)}, ${toSource(
          { ...options, ...(externalData.length > 0 && { externalData }) },
        )});`,
        '',
        'export async function infer(request) {',
        '  return writeOutputs(await session.run(readInputs(ort, request)));',
        '}',
      ),
      'tensors.mjs': formatTensorModule(),
    };
  },
};
