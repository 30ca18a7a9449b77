import { createServer } from 'vite';
import { root } from './project-root.ts';

// `npm run dev`: serves the sources with hot reload. The page is cross-origin isolated like the built app, so threads
// work, but has no content security policy, since hot reload injects styles and opens a socket.
const server = await createServer({
  root,
  server: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
});
await server.listen();
server.printUrls();
