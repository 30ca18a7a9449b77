import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { scanModel } from '#validation/security/scan-model.ts';
import { formatSecurity } from './security-text.ts';

test('formats a finding without control characters', async () => {
  const entries = [
    ['tokenizer.chat_template', 'text', '{{ x.__class__ }}'],
    ['note\u001b[31m', 'text', 'x'],
  ] as const;
  const lines = formatSecurity(await scanModel(toByteSource(writeGguf(entries, [])), 'x.gguf')).split('\n');
  expect(lines).toContain('  1 file was examined: 2 findings.');
  expect(lines).toContain(
    '  High: Its chat template (tokenizer.chat_template) uses Python internals: {{ x.__class__ }}.',
  );
  expect(lines.join('\n')).not.toContain('\u001b');
});

test('reports a model whose files are not on this machine as not scanned', () => {
  expect(formatSecurity(null)).toContain('once they are on this device');
});
