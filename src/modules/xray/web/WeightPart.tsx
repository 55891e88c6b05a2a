import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryOf } from '../../../web/api.ts'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { weightQuery } from '../xray.contract.ts'
import styles from './Xray.module.css'

/** What nothing uses: certain by the definition, or likely until records say otherwise. */
export function WeightPart() {
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(weightQuery, {})
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!data) return <Waiting label={t`Could be dropped`} />
  if (data.droppable.length === 0) {
    return (
      <EmptyState title={<Trans>Nothing to drop</Trans>}>
        <p>
          <Trans>Everything in force is used by something. A system that is just enough stays alive.</Trans>
        </p>
      </EmptyState>
    )
  }
  const groups = [
    { id: 'certain', title: t`Nothing uses it`, note: t`The definition itself says so. Retire it, or link what uses it.` },
    { id: 'likely', title: t`Nothing seems to use it`, note: t`Only work that is not recorded here could show a use.` },
  ]
  return (
    <div className={styles.findings}>
      {groups.map((group) => {
        const those = data.droppable.filter((one) => one.sure === group.id)
        if (those.length === 0) return null
        return (
          <Section key={group.id} title={group.title} aside={those.length}>
            <p className={styles.soft}>{group.note}</p>
            <Rows label={group.title}>
              {those.map((one) => (
                <Row key={one.element} note={one.reason} end={one.element}>
                  <KeyLink elementKey={one.element}>{one.title}</KeyLink>
                </Row>
              ))}
            </Rows>
          </Section>
        )
      })}
    </div>
  )
}
