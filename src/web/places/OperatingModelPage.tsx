import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { kinds } from '../elements/kinds.ts'
import { Page } from '../shell/Page.tsx'
import { ButtonLink } from '../ui/Button.tsx'
import { useAbilities } from '../session.ts'
import styles from './OperatingModelPage.module.css'

/** What the organisation is made of: each kind with what it is for. */
export function OperatingModelPage() {
  const { t, i18n } = useLingui()
  const mayImport = useAbilities().includes('elements.import')
  return (
    <Page
      name={t`Operating model`}
      subtitle={<Trans>What services there are, who and where they come from, and what was agreed</Trans>}
      verbs={
        mayImport && (
          <ButtonLink to="/import">
            <Trans>Bring yours</Trans>
          </ButtonLink>
        )
      }
    >
      <ul className={styles.kinds}>
        {kinds
          .filter((kind) => kind.place === 'operating model')
          .map((kind) => (
            <li key={kind.kind}>
              <Link to="/$path" params={{ path: kind.path }}>
                {i18n._(kind.many)}
              </Link>
              <p>{i18n._(kind.teaches)}</p>
            </li>
          ))}
        <li>
          <Link to="/items"><Trans>Configuration items</Trans></Link>
          <p><Trans>An item is a machine, a program or a network that services stand on. Say how items relate, and an impact shows what stands on each.</Trans></p>
        </li>
        <li>
          <Link to="/outages"><Trans>Outages</Trans></Link>
          <p><Trans>When services were not there, and planned work before it begins. Availability is computed from this register.</Trans></p>
        </li>
      </ul>
    </Page>
  )
}
