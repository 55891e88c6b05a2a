import { lingui } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.WELLRUN_API ?? 'http://127.0.0.1:4600'

/** Lays a .br and a .gz beside every file worth it, so that serving compresses nothing. */
function compressed(): Plugin {
  const encode = {
    br: (text: Buffer, quality: number) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
    gz: (text: Buffer) => promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
  }
  return {
    name: 'wellrun-compressed',
    apply: 'build',
    // What was written, and not what other plugins were about to write.
    async writeBundle({ dir = 'dist' }, bundle) {
      const files = Object.keys(bundle).filter((name) => /\.(js|css|ttf)$/.test(name))
      await Promise.all(
        files.map(async (name) => {
          const text = await readFile(join(dir, name))
          if (text.length < 1024) return
          // The best takes seconds on a font and saves it little.
          const quality = name.endsWith('.ttf') ? 9 : constants.BROTLI_MAX_QUALITY
          for (const [ending, pack] of Object.entries(encode)) await writeFile(join(dir, `${name}.${ending}`), await pack(text, quality))
        }),
      )
    },
  }
}

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
    compressed(),
  ],
  build: { outDir: 'dist', target: 'es2023', assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 800 },
  server: { proxy: { '/api': server } },
})
