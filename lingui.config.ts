import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [{ path: 'src/web/locales/{locale}', include: ['src/web', 'src/modules/*/web'] }],
  format: formatter({ lineNumbers: false }),
})
