import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { CopyKey, KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { PageProblem, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dayInWords } from '../../../web/words.ts'
import { getSample, verifyItem, type SamplePage as Shown } from '../item.contract.ts'
import { findings, type Finding } from '../item.ts'
import styles from './Items.module.css'
import { RaiseFinding } from './RaiseFinding.tsx'
import { ShareRight } from './ShareRight.tsx'

/** One sample: each item with what was found of it. */
export function SamplePage() {
  const { t } = useLingui()
  const { sample: key } = useParams({ from: '/items/samples/$sample' })
  const asOf = useAsOf()
  const { data, error, refetch } = useQueryOf(getSample, { sample: key })
  const crumbs = [{ label: <Trans>Configuration items</Trans>, to: '/items' as const }, { label: t`Verification`, to: '/items/samples' as const }, { label: <>{key} <CopyKey text={key} /></> }]
  if (!data) return <Page name={key} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Sample`} />}</Page>
  const may = data.abilities.includes('item.verify') && !asOf
  const drawn = dayInWords(data.drawnAt)
  return (
    <Page name={t`Sample ${data.key}`} crumbs={crumbs} subtitle={<Trans>Drawn {drawn} by {data.drawnBy}: {data.result.size} of {data.population} items, seed {data.seed}</Trans>}>
      <p><ShareRight result={data.result} /></p>
      <Section title={<Trans>What was found</Trans>}>
        <Rows>{data.rows.map((row) => <Line key={row.item.id} sample={data} row={row} may={may} />)}</Rows>
      </Section>
    </Page>
  )
}

function Line({ sample, row, may }: { sample: Shown; row: Shown['rows'][number]; may: boolean }) {
  const { t } = useLingui()
  const action = useAction(verifyItem)
  const [note, setNote] = useState(row.note)
  const words: Record<Finding, string> = { 'as recorded': t`As recorded`, differs: t`Differs`, missing: t`Missing` }
  const verify = (finding: Finding) => action.mutate({ sample: sample.key, item: row.item.key, finding, note, record: row.record })
  const marks = { 'as recorded': 'met', differs: 'missed', missing: 'missed', '': 'unknown' } as const
  return (
    <Row
      note={may ? (
        <span className={styles.found}>
          {findings.map((finding) => <Button key={finding} small look={row.finding === finding ? 'primary' : 'plain'} aria-pressed={row.finding === finding} aria-label={t`${row.item.name}: ${words[finding]}`} busy={action.isPending} onClick={() => verify(finding)}>{words[finding]}</Button>)}
          <TextField label={t`What differs of ${row.item.name}`} hideLabel placeholder={t`What differs`} value={note} onChange={setNote} />
        </span>
      ) : row.note}
    >
      <span className={styles.line}><StateMark state={marks[row.finding]}><KeyLink elementKey={row.item.key}>{row.item.key} {row.item.name}</KeyLink></StateMark> {row.foundBy && <span className={styles.soft}>{row.foundBy}</span>} {row.record && <span>→ <KeyLink elementKey={row.record} /></span>} {may && <RaiseFinding sample={sample} row={row} />}</span>
      <ProblemNote error={action.error} />
    </Row>
  )
}
