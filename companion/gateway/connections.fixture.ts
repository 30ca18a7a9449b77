import { connect, type Socket } from 'node:net';

/** Opens connections that send only `text`. Resolves once each of them is open or closed. */
export async function openConnections(port: number, count: number, text: string): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => socket.destroy()).resume();
      return new Promise<Socket>((resolve) => {
        socket.once('connect', () => socket.write(text, () => resolve(socket)));
        socket.once('close', () => resolve(socket));
      });
    }),
  );
}

/** Counts the connections that the server has not closed. */
export function countOpen(sockets: readonly Socket[]): number {
  return sockets.filter(({ destroyed }) => !destroyed).length;
}
