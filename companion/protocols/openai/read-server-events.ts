import type { RemoteResponse } from '../remote/server-pool.ts';

/**
 * Reads the data of server-sent events as JSON, until `[DONE]` or the end of the response.
 * @throws AppError server-failed for data that is not JSON
 */
export async function* readServerEvents(response: RemoteResponse): AsyncGenerator<unknown, void> {
  const utf8 = new TextDecoder();
  let incompleteLine = '';
  for await (const chunk of response.readChunks()) {
    const lines = (incompleteLine + utf8.decode(chunk, { stream: true })).split(/\r?\n/);
    incompleteLine = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data:')) continue; // a comment, an event name or the blank line between events
      const data = line.slice('data:'.length).trim();
      if (data === '[DONE]') return;
      yield response.parseJson(data);
    }
  }
}
