import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [{ path: 'src/web/locales/{locale}', include: ['src/web/**/*.{ts,tsx}', 'src/modules/*/web/**/*.{ts,tsx}'] }],
  format: formatter({ lineNumbers: false }),
})
