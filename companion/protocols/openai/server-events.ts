import type { Answer } from '../remote/server-pool.ts';

/**
 * The data of server-sent events, until `[DONE]` or the end.
 * @throws AppError server-failed for data that is not JSON
 */
export async function* serverEvents(answer: Answer): AsyncGenerator<unknown, void> {
  const utf8 = new TextDecoder();
  let rest = '';
  for await (const chunk of answer.chunks()) {
    const lines = (rest + utf8.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data:')) continue; // a comment, the name of an event, or the line between two events
      const data = line.slice('data:'.length).trim();
      if (data === '[DONE]') return;
      yield answer.parse(data);
    }
  }
}
