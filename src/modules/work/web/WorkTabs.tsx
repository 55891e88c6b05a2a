import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useAbilities } from '../../../web/session.ts'
import styles from './Records.module.css'

const exactly = { exact: true, includeSearch: false }

/** The places of work: what waits for me, all of it, and the routine that is shown as a list or a board. */
export function WorkTabs({ at, routine }: { at: 'mine' | 'all' | 'list' | 'board' | 'import'; routine?: { key: string; title: string } | undefined }) {
  const { t } = useLingui()
  const mayImport = useAbilities().includes('record.import')
  const current = (name: typeof at) => (at === name ? ({ 'aria-current': 'page' } as const) : {})
  return (
    <nav className={styles.tabs} aria-label={t`Work`}>
      <Link to="/work" activeOptions={exactly} {...current('mine')}>
        <Trans>My work</Trans>
      </Link>
      <Link to="/work/all" activeOptions={exactly} {...current('all')}>
        <Trans>All records</Trans>
      </Link>
      {routine && (
        <>
          <Link to="/work/routine/$routine" params={{ routine: routine.key }} {...current('list')}>
            <Trans>{routine.title}: list</Trans>
          </Link>
          <Link to="/work/board/$routine" params={{ routine: routine.key }} {...current('board')}>
            <Trans>Board</Trans>
          </Link>
        </>
      )}
      {mayImport && (
        <Link to="/work/import" {...current('import')}>
          <Trans>Import</Trans>
        </Link>
      )}
    </nav>
  )
}
