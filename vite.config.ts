import { lingui } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.WELLRUN_API ?? 'http://127.0.0.1:4600'

export default defineConfig({
  publicDir: 'src/web/public',
  plugins: [
    react(),
    // Only files with texts pass through Babel; the rest is transformed natively.
    babel({
      include: /src\/(web|modules\/[^/]+\/web)\/.*\.tsx?$/,
      parserOpts: { plugins: ['typescript', 'jsx'] },
      plugins: ['@lingui/babel-plugin-lingui-macro'],
    }),
    lingui({ failOnCompileError: true }),
  ],
  build: { outDir: 'dist', target: 'es2023', assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 800 },
  server: { proxy: { '/api': server } },
})
