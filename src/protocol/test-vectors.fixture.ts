import { describe, expect, test } from 'vitest';
import { readClientMessage } from './client-messages.ts';
import { readCompanionMessage } from './companion-messages.ts';
import { everyType, joinFrame } from './protocol.fixture.ts';
import vectors from './test-vectors/messages.json' with { type: 'json' };

/** Tests that both sides can read and write the messages that `test-vectors/messages.py` computes. */
export function testMessageVectors(): void {
  describe.each([
    { side: 'page', ...vectors.page, read: readClientMessage },
    { side: 'companion', ...vectors.companion, read: readCompanionMessage },
  ])('the messages of the $side', ({ texts, frames, read }) => {
    const messages = texts.map((text) => ({ text, fields: JSON.parse(text) as { readonly type: string } }));
    test.each(messages)('reads the message $fields.type with all its fields', ({ text, fields }) => {
      expect(read(text)).toEqual(fields);
    });

    test.each(frames)('reads and writes the frame $message.type with the same bytes', ({ message, hex }) => {
      const { tensors, ...header } = read(fromHex(hex)) as ReturnType<typeof read> & { tensors: typeof everyType };
      expect(header).toEqual(message);
      if (message.type !== 'upload') expect(tensors).toEqual(everyType);
      expect(joinFrame(header, tensors)).toEqual(fromHex(hex));
    });
  });
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}
