/**
 * Feeds mutated headers to every format's reader:
 * `node scripts/fuzz.ts [--format gguf] [--seconds 20 | --count 200000] [--seed 1]`. The exit code is 1 on a failure.
 */
import { parseArgs } from 'node:util';
import type { FormatId } from '#core/model/model-facts.ts';
import { loadFormat } from '#formats/index.ts';
import { modelCreatorsByFormat } from '#formats/tiny/models.fixture.ts';
import { fuzzFormat } from './fuzz/fuzz-format.ts';

const { values } = parseArgs({
  options: {
    format: { type: 'string' },
    seconds: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const fuzzedFormats = Object.keys(modelCreatorsByFormat) as FormatId[];
const formats = values.format === undefined ? fuzzedFormats : fuzzedFormats.filter((id) => id === values.format);
if (formats.length === 0) {
  console.error(`unknown --format ${values.format}; available: ${fuzzedFormats.join(', ')}`);
  process.exit(2);
}
for (const format of formats) {
  const seeds = modelCreatorsByFormat[format].map((make) => make());
  const result = await fuzzFormat(await loadFormat(format), seeds, {
    count: Number(values.count ?? (values.seconds === undefined ? 200_000 : Infinity)),
    seconds: Number(values.seconds ?? Infinity),
    seed: Number(values.seed),
  });
  const { cases, readable, slowestMs, peakBytes, failures } = result;
  const mebibytes = (peakBytes / 1024 / 1024).toFixed(0);
  console.log(`${format}: ${cases} cases, ${readable} readable, ${slowestMs.toFixed(0)} ms, ${mebibytes} MiB peak`);
  for (const { index, why } of failures) console.log(`  case ${index} of seed ${values.seed}: ${why}`);
  if (failures.length > 0) process.exitCode = 1;
}
