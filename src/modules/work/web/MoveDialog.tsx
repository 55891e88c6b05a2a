import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { recordQueries, type RecordView } from '../record.contract.ts'
import styles from './Form.module.css'
import { StepForm } from './StepForm.tsx'
import { useBase } from './useBase.ts'
import { asksNothing, closingOf, exitOf, nothingSaid, useStep, type Exit } from './useStep.ts'
import { isOpen, orderedWays } from './ways.ts'

/** Takes a record to a step: what the way asks is asked here, and where none leads there it says so. `to` null: every way it can go. */
export function MoveDialog({ record: key, to, onClose }: { record: string; to: string | null; onClose: () => void }) {
  const { t } = useLingui()
  const { data: record, error } = useQueryOf(recordQueries.get, { record: key })
  return (
    <Dialog open onClose={onClose} title={record ? `${record.key} ${record.title}` : key} description={record && t`Now in ${record.state.name}`}>
      <ProblemNote error={error} />
      {record ? <Moves record={record} to={to} onClose={onClose} /> : !error && <Waiting label={t`Record`} rows={2} />}
    </Dialog>
  )
}

function Moves({ record, to, onClose }: { record: RecordView; to: string | null; onClose: () => void }) {
  const { t } = useLingui()
  const ways = orderedWays(record).filter((way) => to === null || way.to === to)
  const target = record.steps.find((step) => step.id === to)
  const closing = to === null && record.steps.some((step) => step.current && step.end) && record.closing.allowed ? [closingOf(record, t`Close`)] : []
  const exits: Exit[] = [...closing, ...ways.filter((way) => isOpen(way, record)).map(exitOf)]
  const [chosen, setChosen] = useState<Exit | null>(exits.length === 1 && to !== null ? exits[0]! : null)
  if (chosen) return <Take record={record} exit={chosen} onClose={onClose} />
  const closed = ways.filter((way) => !isOpen(way, record))
  return (
    <div className={styles.form}>
      {ways.length === 0 && target && <p><Trans>No way leads from {record.state.name} to {target.name}. Take another step first.</Trans></p>}
      <div className={styles.verbs}>
        {exits.map((exit) => (
          <Button key={exit.way ?? 'close'} onClick={() => setChosen(exit)}>{exit.name}</Button>
        ))}
      </div>
      {closed.length > 0 && (
        <Rows label={t`Ways that are closed now`}>
          {closed.map((way) => (
            <Row key={way.id} note={way.closed || way.refusal}>{way.name}</Row>
          ))}
        </Rows>
      )}
      <div className={styles.end}>
        <Leave><Trans>Leave it there</Trans></Leave>
      </div>
    </div>
  )
}

/** A way that asks nothing is taken at once; else its form. */
function Take({ record, exit, onClose }: { record: RecordView; exit: Exit; onClose: () => void }) {
  const { t } = useLingui()
  const base = useBase(record)
  const step = useStep(record, exit, base)
  const once = useRef(asksNothing(exit))
  const [asking, setAsking] = useState(!asksNothing(exit))
  useEffect(() => {
    if (!once.current) return
    once.current = false
    void step.take(nothingSaid).then((done) => (done ? onClose() : setAsking(true)))
  })
  if (!asking) return <Waiting label={t`On its way`} rows={2} />
  return (
    <div className={styles.end} style={{ display: 'block' }}>
      <ProblemNote error={step.error} />
      <StepForm record={record} exit={exit} onDone={onClose} onLeave={onClose} />
    </div>
  )
}
