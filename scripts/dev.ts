import { createServer } from 'vite';
import { root } from './project.ts';

// `npm run dev`: the sources, served as they change. Isolated as the built app is, so that threads work; without its
// content policy, since hot replacement injects styles and opens a socket.
const server = await createServer({
  root,
  server: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
});
await server.listen();
server.printUrls();
