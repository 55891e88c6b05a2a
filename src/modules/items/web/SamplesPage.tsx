import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows } from '../../../web/ui/Facts.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { NumberField, TextField } from '../../../web/ui/TextField.tsx'
import { dayInWords } from '../../../web/words.ts'
import { drawSample, listSamples } from '../item.contract.ts'
import { ItemNav } from './ItemNav.tsx'
import styles from './Items.module.css'
import { ShareRight } from './ShareRight.tsx'

/** Samples by which somebody looks whether items are as they are recorded. */
export function SamplesPage() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const [drawing, setDrawing] = useState(false)
  const { data, error, refetch } = useQueryOf(listSamples, {})
  const may = (data?.abilities.includes('item.sample') ?? false) && !asOf
  const draw = <Button look="primary" onClick={() => setDrawing(true)}><Trans>Draw a sample</Trans></Button>
  return (
    <Page name={t`Verification`} crumbs={[{ label: <Trans>Operating model</Trans>, to: '/operating-model' }, { label: <Trans>Configuration items</Trans>, to: '/items' }]} subtitle={<Trans>Whether items are as they are recorded</Trans>} verbs={may && data && data.rows.length > 0 && draw}>
      <ItemNav here="samples" />
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t`Verification`} />}
      {data && data.rows.length === 0 && (
        <EmptyState title={<Trans>No sample yet</Trans>} verb={may && draw}>
          <p><Trans>Draw some items by a seed, go and look, and say of each what you found. The same seed gives the same sample, so that an auditor can draw it again. The result is evidence.</Trans></p>
        </EmptyState>
      )}
      {data && data.rows.length > 0 && (
        <Rows>
          {data.rows.map((sample) => (
            <Row key={sample.id} note={<><Trans>seed {sample.seed}, {sample.result.size} of {sample.population}</Trans>{sample.service && ` · ${sample.service.title}`} · {sample.drawnBy}</>} end={<ShareRight result={sample.result} />}>
              <Link to="/items/samples/$sample" params={{ sample: sample.key }}>{sample.key}</Link> {dayInWords(sample.drawnAt)}
            </Row>
          ))}
        </Rows>
      )}
      {drawing && <DrawDialog onClose={() => setDrawing(false)} />}
    </Page>
  )
}

function DrawDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [size, setSize] = useState<number | null>(20)
  const [seed, setSeed] = useState('')
  const [service, setService] = useState<Picked | null>(null)
  const [type, setType] = useState('')
  const action = useAction(drawSample)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await action.mutateAsync({ size: size ?? 0, seed, service: service?.key ?? null, type }).catch(() => undefined)
    if (done) void navigate({ to: '/items/samples/$sample', params: { sample: done.key } })
  }
  return (
    <Dialog open onClose={onClose} title={t`Draw a sample`} description={t`Items in use, in the order of the SHA-256 of seed:key. Anybody can draw it again.`}>
      <form className={styles.fields} onSubmit={submit} noValidate>
        <div className={styles.pair}>
          <NumberField label={t`How many`} min={1} max={500} step={1} value={size} onChange={setSize} fault={faultAt(action.error, 'size')} />
          <TextField label={t`Seed`} help={t`e.g. 2026-Q1`} value={seed} onChange={setSeed} required fault={faultAt(action.error, 'seed')} />
        </div>
        <ElementField label={t`Only under the service`} placeholder={t`Any service`} kinds={['service']} value={service} onChange={setService} />
        <TextField label={t`Only of the type`} value={type} onChange={setType} optional />
        <ProblemNote error={action.error} shown={['size', 'seed']} />
        <div className={styles.verbs}>
          <Leave><Trans>Cancel</Trans></Leave>
          <Button type="submit" look="primary" busy={action.isPending}><Trans>Draw</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}
