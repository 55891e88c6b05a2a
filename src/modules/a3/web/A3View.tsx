import { Trans, useLingui } from '@lingui/react/macro'
import { useAsOf } from '../../../web/asOf.ts'
import { queryPath, useAction, useQueryOf } from '../../../web/api.ts'
import { useAbilities } from '../../../web/session.ts'
import { NextStrip } from '../../../web/begin/NextThings.tsx'
import { AsOf } from '../../../web/shell/AsOf.tsx'
import { useWindowTitle } from '../../../web/shell/Page.tsx'
import { Button, ButtonLink, buttonClass } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { stateScope } from '../../scope/scope.contract.ts'
import { a3PageQuery } from '../a3.contract.ts'
import { editionDifference } from '../edition.contract.ts'
import { countAll, sideText } from '../edition.ts'
import type { HeaderLine } from './A3Sheet.tsx'
import { ComparedSheet, CompareButton } from './ComparedSheet.tsx'
import type { StateScope } from './ScopeEditor.tsx'
import styles from './A3View.module.css'

/** The A3 of the day that the application shows, with its verbs: another day, print, PDF. */
export function A3View() {
  const { t } = useLingui()
  useWindowTitle(t`The A3`)
  const asOf = useAsOf()
  const page = useQueryOf(a3PageQuery)
  const state = useStateScope()
  const line = useEditionLine()
  return (
    <main id="main" tabIndex={-1} className={styles.view}>
      <div className={styles.tools}>
        <AsOf />
        <span className={styles.verbs}>
          <CompareButton />
          <ButtonLink small to="/editions"><Trans>Editions</Trans></ButtonLink>
          <Button small onClick={() => window.print()}><Trans>Print</Trans></Button>
          <a className={buttonClass('plain', true)} href={queryPath('a3.pdf', { asOf })} target="_blank" rel="noreferrer"><Trans>PDF</Trans></a>
        </span>
      </div>
      <NextStrip />
      {page.data ? <ComparedSheet page={page.data} line={line} stateScope={page.data.live && !asOf ? state : undefined} /> : page.error ? <PageProblem error={page.error} retry={() => void page.refetch()} /> : <div className={styles.waiting}><Waiting label={t`The A3 is on its way`} rows={12} /></div>}
    </main>
  )
}

/** The last edition there was, and how much has changed since, where there is one. */
function useEditionLine(): HeaderLine | undefined {
  const { t } = useLingui()
  const { data } = useQueryOf(editionDifference, { from: 'last' })
  if (!data?.before?.edition || !data.difference) return undefined
  const [edition, count] = [sideText(data.before), countAll(data.difference.counts)]
  return { label: t`Edition`, text: t`${edition}; changed since: ${count}`, compare: data.before.edition }
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
