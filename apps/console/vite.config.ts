import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Everything is served from the office's own machine: no CDN, no fonts from outside. In development the API answers beside it. */
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', chunkSizeWarningLimit: 2_500 },
  server: { port: 5173, proxy: { '/api': process.env['ANJUAN_API'] ?? 'http://127.0.0.1:3900' } },
});
