import { Trans } from '@lingui/react/macro'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { useSession } from '../session.ts'
import { classes } from '../ui/classes.ts'
import { AsOf } from './AsOf.tsx'
import styles from './Page.module.css'

export type Crumb = { label: ReactNode; to?: LinkProps['to']; params?: LinkProps['params'] }

type PageProps = {
  /** As text, for the title of the window. */
  name: string
  title?: ReactNode
  crumbs?: readonly Crumb[]
  subtitle?: ReactNode
  /** Verbs at the end of the title line. */
  verbs?: ReactNode
  aside?: ReactNode
  /** Without the reading width, for a matrix or a wide table. */
  wide?: boolean
  children?: ReactNode
}

/** One page: breadcrumbs and the day at the top, a serif title, a line under it, and an optional column at the right. */
export function Page({ name, title, crumbs, subtitle, verbs, aside, wide, children }: PageProps) {
  useWindowTitle(name)
  return (
    <div className={classes(styles.page, Boolean(aside) && styles.withAside)}>
      <main id="main" tabIndex={-1} className={classes(styles.main, wide && styles.wide)}>
        <div className={styles.top}>
          <Breadcrumbs crumbs={crumbs ?? []} />
          <AsOf />
        </div>
        <header className={styles.header}>
          <div className={styles.words}>
            <h1 className={styles.title}>{title ?? name}</h1>
            {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
          </div>
          {verbs && <div className={styles.verbs}>{verbs}</div>}
        </header>
        <div className={styles.content}>{children}</div>
      </main>
      {aside && <aside className={styles.aside}>{aside}</aside>}
    </div>
  )
}

export function useWindowTitle(name: string): void {
  const organisation = useSession().data?.organisation?.name
  useEffect(() => {
    document.title = [name, organisation ?? 'Wellrun'].filter(Boolean).join(' · ')
  }, [name, organisation])
}

function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  if (!crumbs.length) return <span />
  return (
    <nav className={styles.crumbs}>
      <h2 className="visually-hidden">
        <Trans>Where this is</Trans>
      </h2>
      <ol>
        {crumbs.map((crumb, at) => (
          <li key={at}>
            {crumb.to ? (
              <Link to={crumb.to} params={crumb.params as never}>
                {crumb.label}
              </Link>
            ) : (
              <span>{crumb.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
