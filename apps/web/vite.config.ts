import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The server's policy allows no data: addresses, so nothing may be inlined; charts are large and loaded after paint.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
  server: { port: 4311, proxy: { '/api': 'http://127.0.0.1:4310', '/oauth': 'http://127.0.0.1:4310' } },
});
