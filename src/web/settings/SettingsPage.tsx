import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, type ComponentType } from 'react'
import lists from '../elements/ListPage.module.css'
import { Page } from '../shell/Page.tsx'
import { useAbilities, useSession } from '../session.ts'
import styles from './Settings.module.css'

const parts: Record<string, ComponentType> = {
  account: lazy(async () => ({ default: (await import('./Account.tsx')).Account })),
  sessions: lazy(async () => ({ default: (await import('./Sessions.tsx')).Sessions })),
  appearance: lazy(async () => ({ default: (await import('./Appearance.tsx')).Appearance })),
  notifications: lazy(async () => ({ default: (await import('./Notifications.tsx')).Notifications })),
  tokens: lazy(async () => ({ default: (await import('./Tokens.tsx')).Tokens })),
  people: lazy(async () => ({ default: (await import('./People.tsx')).People })),
  organisation: lazy(async () => ({ default: (await import('./OrganisationPart.tsx')).OrganisationPart })),
  mail: lazy(async () => ({ default: (await import('./MailPart.tsx')).MailPart })),
  connections: lazy(async () => ({ default: (await import('./Connections.tsx')).Connections })),
  files: lazy(async () => ({ default: (await import('../../modules/transfer/web/FolderPart.tsx')).FolderPart })),
  ledger: lazy(async () => ({ default: (await import('./LedgerPart.tsx')).LedgerPart })),
}

/** One's own account first, then what concerns everybody. */
export function SettingsPage() {
  const { t } = useLingui()
  const { part = 'account' } = useParams({ strict: false })
  const text = useSearch({ strict: false, select: (search: { text?: string }) => search.text })
  const name = useSession().data?.person?.name
  const administers = useAbilities().includes('person.grant')
  const titles: Record<string, string> = {
    account: t`Account`,
    sessions: t`Sessions`,
    appearance: t`Appearance`,
    notifications: t`Notifications`,
    tokens: t`API tokens`,
    people: t`People`,
    organisation: t`Organisation`,
    ...(administers && { mail: t`Mail`, connections: t`Connections` }),
    files: t`Files`,
    ledger: t`Ledger`,
  }
  const Part = parts[part] ?? parts.account
  return (
    <Page name={t`Settings`} subtitle={name && <Trans>Signed in as {name}</Trans>}>
      <nav className={lists.siblings} aria-label={t`Settings`}>
        {Object.entries(titles).map(([id, title]) => (
          <Link key={id} to="/settings/$part" params={{ part: id }} aria-current={id === part ? 'page' : undefined}>
            {title}
          </Link>
        ))}
      </nav>
      <div className={styles.part}>
        <Suspense>{Part && <Part key={text} />}</Suspense>
      </div>
    </Page>
  )
}
