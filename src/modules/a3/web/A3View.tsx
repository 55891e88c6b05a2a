import { Trans, useLingui } from '@lingui/react/macro'
import { useAsOf } from '../../../web/asOf.ts'
import { queryPath, useAction, useQueryOf } from '../../../web/api.ts'
import { useAbilities } from '../../../web/session.ts'
import { AsOf } from '../../../web/shell/AsOf.tsx'
import { useWindowTitle } from '../../../web/shell/Page.tsx'
import { Button, buttonClass } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { stateScope } from '../../scope/scope.contract.ts'
import { a3PageQuery } from '../a3.contract.ts'
import { A3Sheet } from './A3Sheet.tsx'
import type { StateScope } from './ScopeEditor.tsx'
import styles from './A3View.module.css'

/** The A3 of the day that the application shows, with its verbs: another day, print, PDF. */
export function A3View() {
  const { t } = useLingui()
  useWindowTitle(t`The A3`)
  const asOf = useAsOf()
  const page = useQueryOf(a3PageQuery)
  const state = useStateScope()
  return (
    <main id="main" tabIndex={-1} className={styles.view}>
      <div className={styles.tools}>
        <AsOf />
        <span className={styles.verbs}>
          <Button small onClick={() => window.print()}><Trans>Print</Trans></Button>
          <a className={buttonClass('plain', true)} href={queryPath('a3.pdf', { asOf })} target="_blank" rel="noreferrer"><Trans>PDF</Trans></a>
        </span>
      </div>
      {page.data ? <A3Sheet page={page.data} stateScope={page.data.live && !asOf ? state : undefined} /> : page.error ? <PageProblem error={page.error} retry={() => void page.refetch()} /> : <div className={styles.waiting}><Waiting label={t`The A3 is on its way`} rows={12} /></div>}
    </main>
  )
}

/** Says what is in scope, where this person may; otherwise undefined. */
function useStateScope(): StateScope | undefined {
  const { t } = useLingui()
  const may = useAbilities().includes(stateScope.name)
  const action = useAction(stateScope)
  if (!may) return undefined
  return async (statement) => {
    const receipt = await action.mutateAsync(statement)
    say(t`Scope saved`, receipt.status === 'in force' ? undefined : t`It is in the draft of the scope until that is put in force.`)
  }
}
