import { CSPProvider } from '@base-ui/react/csp-provider'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { messages } from './locales/en.po'
import { buildQueryClient } from './queryClient.ts'
import { buildRouter } from './routes.tsx'
import './theme/theme.css'
import { Toasts } from './ui/Toast.tsx'

i18n.loadAndActivate({ locale: 'en', messages })
const place = document.getElementById('root')
if (!place) throw new Error('The page has no element with the id "root".')
createRoot(place).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={buildQueryClient()}>
          <RouterProvider router={buildRouter()} />
          <Toasts />
        </QueryClientProvider>
      </CSPProvider>
    </I18nProvider>
  </StrictMode>,
)
