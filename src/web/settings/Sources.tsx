import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { changeSource, createSource, endSource, listSources, pauseSource, resumeSource, type ListedSource } from '../../connectors/source.contract.ts'
import { useAction, useQueryOf } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Row, Rows, Section } from '../ui/Facts.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { instantInWords } from '../words.ts'
import { SourceDialog } from './SourceDialog.tsx'
import styles from './Settings.module.css'

/** Tools that people work in already, whose records come here. */
export function Sources() {
  const { t } = useLingui()
  const [editing, setEditing] = useState<ListedSource | 'new'>()
  const { data, error, refetch } = useQueryOf(listSources)
  const verbs = { pause: useAction(pauseSource), resume: useAction(resumeSource), end: useAction(endSource) }
  const may = (contract: { name: string }) => data?.abilities.includes(contract.name)
  return (
    <Section title={<Trans>Sources: take in records of the tool you have</Trans>}>
      <p className={styles.soft}>
        <Trans>People go on working where they work today; what they record there is taken in here, with its history. The same record is never taken in twice.</Trans>
      </p>
      <ProblemNote error={error ?? verbs.pause.error ?? verbs.resume.error ?? verbs.end.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Waiting label={t`Sources`} rows={2} />}
      {data && data.rows.length > 0 && (
        <Rows label={t`Sources`}>
          {data.rows.map((source) => {
            const one = { source: source.id, revision: source.revision }
            const waits = source.pausedAt !== null || source.stopped
            return (
              <Row
                key={source.id}
                note={<Standing source={source} />}
                end={
                  <span className={styles.inline}>
                    {may(changeSource) && <Button small look="quiet" onClick={() => setEditing(source)}><Trans>Change</Trans></Button>}
                    {may(resumeSource) && waits && <Button small look="quiet" onClick={() => verbs.resume.mutate(one)}><Trans>Go on</Trans></Button>}
                    {may(pauseSource) && !waits && <Button small look="quiet" onClick={() => verbs.pause.mutate(one)}><Trans>Pause</Trans></Button>}
                    {may(endSource) && <Button small look="quiet" onClick={() => verbs.end.mutate(one)}><Trans>End</Trans></Button>}
                  </span>
                }
              >
                {source.name}
              </Row>
            )
          })}
        </Rows>
      )}
      {may(createSource) && (
        <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
          <Button onClick={() => setEditing('new')}><Trans>Add a source</Trans></Button>
        </div>
      )}
      {editing && <SourceDialog {...(editing === 'new' ? {} : { source: editing })} onClose={() => setEditing(undefined)} />}
    </Section>
  )
}

function Standing({ source }: { source: ListedSource }) {
  const last = instantInWords(source.lastAt)
  const next = instantInWords(source.nextAt)
  const created = source.lastCounts?.created ?? 0
  const changed = source.lastCounts?.changed ?? 0
  return (
    <>
      {source.kindName}
      {source.path && <> · <code>{source.path}</code></>}
      {source.pausedAt && <> · <Trans>paused</Trans></>}
      {source.stopped && <> · <Trans>stopped</Trans></>}
      {source.said && <> · {source.said}</>}
      {last && <> · <Trans>last {last}</Trans>{source.lastCounts && <>: <Plural value={created} one="# new" other="# new" />, <Plural value={changed} one="# changed" other="# changed" />{(source.lastCounts.refused ?? 0) > 0 && <>, <Plural value={source.lastCounts.refused ?? 0} one="# refused" other="# refused" /></>}</>}</>}
      {!last && !source.said && <> · <Trans>nothing taken in yet</Trans></>}
      {next && last && <> · <Trans>next {next}</Trans></>}
    </>
  )
}
