import { Trans, useLingui } from '@lingui/react/macro'
import type { ElementView } from '../../shared/element.contract.ts'
import { useQueryOf } from '../api.ts'
import { useShowDay } from '../asOf.ts'
import { BodyView } from '../forms/BodyView.tsx'
import type { KindForm } from '../forms/form.ts'
import { Button } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { dayInWords, instantInWords } from '../words.ts'
import { contractsOf } from './contracts.ts'
import { Differences } from './Differences.tsx'
import styles from './ElementPage.module.css'
import type { WebKind } from './kinds.ts'

/** Every version, newest first, each with how it differs from the one before it. */
export function VersionsView({ kind, view, form }: { kind: WebKind; view: ElementView; form: KindForm }) {
  const { t } = useLingui()
  const show = useShowDay()
  const { data, error, refetch } = useQueryOf(contractsOf(kind).versions, { element: view.key })
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!data) return <Waiting label={t`Versions`} />
  return (
    <ol className={styles.versions}>
      {data.versions.map((version, at) => {
        const before = data.versions[at + 1]
        const since = dayInWords(version.effectiveOn)
        const approvedBy = version.approvedBy?.name
        const recorded = instantInWords(version.recordedAt)
        return (
          <li key={version.version} className={styles.version}>
            <div className={styles.head}>
              <h3>
                {version.status === 'retired' ? <Trans>Version {version.version}, retired {since}</Trans> : <Trans>Version {version.version}, in force from {since}</Trans>}
              </h3>
              <span className={styles.soft}>{approvedBy ? <Trans>put in force by {approvedBy}, {recorded}</Trans> : recorded}</span>
              {version.status !== 'retired' && (
                <Button small look="quiet" onClick={() => show(version.effectiveOn)}>
                  <Trans>Show that day</Trans>
                </Button>
              )}
            </div>
            {before ? <Differences differences={version.changes} /> : <BodyView fields={form.fields} body={version.content.body} />}
          </li>
        )
      })}
    </ol>
  )
}
