import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useSession } from '../session.ts'
import { Icon } from '../ui/Icon.tsx'
import { destinationOf, destinations, type Destination } from './places.ts'
import styles from './Rail.module.css'

const InboxCount = lazy(async () => ({ default: (await import('./InboxCount.tsx')).InboxCount }))
const WorkCount = lazy(async () => ({ default: (await import('./WorkCount.tsx')).WorkCount }))
const ProposalCount = lazy(async () => ({ default: (await import('./ProposalCount.tsx')).ProposalCount }))

/** The way around: a rail at the left, and a bar with a menu where there is no room for one. */
export function Rail({ onSearch }: { onSearch: () => void }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const name = useSession().data?.organisation?.name ?? 'Wellrun'
  const current = useRouterState({ select: (state) => destinationOf(state.location.pathname) })
  return (
    <header className={styles.rail} data-open={open ? '' : undefined}>
      <div className={styles.head}>
        <Link to="/" className={styles.organisation} onClick={() => setOpen(false)}>
          {name}
        </Link>
        <button type="button" className={styles.toggle} aria-expanded={open} aria-controls="rail-menu" onClick={() => setOpen(!open)}>
          <Icon name={open ? 'close' : 'menu'} size={20} />
          <span className="visually-hidden">{open ? t`Close the menu` : t`Open the menu`}</span>
        </button>
      </div>
      <nav id="rail-menu" className={styles.menu} aria-label={t`Main`}>
        {destinations.map((group, at) => (
          <ul key={at} className={styles.group}>
            {group.map((item) => (
              <RailItem key={item.id} item={item} current={item.id === current} onGo={() => setOpen(false)} />
            ))}
          </ul>
        ))}
      </nav>
      <button
        type="button"
        className={styles.search}
        onClick={() => {
          setOpen(false)
          onSearch()
        }}
      >
        <Trans>Search or jump</Trans> <kbd>Ctrl K</kbd>
      </button>
    </header>
  )
}

function RailItem({ item, current, onGo }: { item: Destination; current: boolean; onGo: () => void }) {
  const { i18n } = useLingui()
  return (
    <li>
      <Link to={item.to} className={styles.item} data-current={current ? '' : undefined} aria-current={current ? 'page' : undefined} onClick={onGo}>
        <span className={styles.number}>{item.number}</span>
        <span className={styles.label}>{i18n._(item.label)}</span>
        {item.id === 'for-you' && (
          <Suspense>
            <InboxCount className={styles.count} />
          </Suspense>
        )}
        {item.id === 'work' && (
          <Suspense>
            <WorkCount className={styles.count} />
          </Suspense>
        )}
        {item.id === 'proposals' && (
          <Suspense>
            <ProposalCount className={styles.count} />
          </Suspense>
        )}
      </Link>
    </li>
  )
}
