import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attachExternalData, moveToExternalData } from '#formats/onnx/external-data.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import { dataTypeNumbers, createMessage } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx, writeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes } from '#formats/file-parts.ts';
import { optimiseModel } from '#optimise/optimise-model.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import { createRecipe } from '#optimise/recipe.ts';
import { writeParts } from '../../companion/cli/files/write-parts.ts';
import { openFileOnDisk } from '../../companion/engines/model-on-disk.ts';

// Writes a model of 2 GiB of weights with external data, applies a scheme to it from file to file, and prints the sizes
// and the peak memory of this process. usage: node optimise-large.fixture.ts <empty folder> <scheme>

const width = 4096;
const products = 32;
const tensorBytes = width * width * 4;

const [folder = '', scheme = ''] = process.argv.slice(2);
const path = (name: string) => join(folder, name);

const builder = createGraphBuilder('large');
let value = builder.input('x', 'float32', [1, width]);
for (let index = 0; index < products; index++) value = builder.node('MatMul', [value, `w${index}`]);
builder.output(value, 'float32', [1, width]);
const large = builder.model(17);
const zeros = {
  size: tensorBytes,
  slice: () => zeros,
  arrayBuffer: () => Promise.resolve(new ArrayBuffer(tensorBytes)),
};
large.graph!.initializers = Array.from({ length: products }, (_, index) =>
  createMessage('TensorProto', {
    name: `w${index}`,
    dims: [width, width],
    dataType: dataTypeNumbers.float32,
    rawData: zeros,
  }),
);
const split = moveToExternalData(large, 'large.data');
await writeFile(path('large.onnx'), writeOnnx(split.model));
// Unwritten parts are sparse on most disks, and are read as 0. One number differs in each tensor, because equal tensors
// would be merged.
const file = await open(path('large.data'), 'w');
await file.truncate(sumPartSizes(split.data));
for (let index = 0; index < products; index++) await file.write(Float32Array.of(index + 1), 0, 4, index * tensorBytes);
await file.close();

const signal = new AbortController().signal;
const data = await openFileOnDisk(path('large.data'));
const model = await openOnnx(await openFileOnDisk(path('large.onnx')));
attachExternalData(model, () => data);
const parts = await optimiseModel(model, '', createRecipe(scheme as SchemeId), { signal });
const written = moveToExternalData(model, 'small.data');
await writeParts(path('small.data'), written.data, signal);
await writeParts(path('small.onnx'), encodeOnnx(written.model), signal);

const maxBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ before: data.size, after: sumPartSizes(parts), maxBytes }));
