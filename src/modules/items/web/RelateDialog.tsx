import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { read, useAction } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Combobox } from '../../../web/ui/Combobox.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { listItems, relateItem, type ItemPage } from '../item.contract.ts'
import { relationTypes } from '../item.ts'
import styles from './Items.module.css'

type Way = `${(typeof relationTypes)[number]} ${'out' | 'in'}`

/** Says how an item and another hang together, from either end. */
export function RelateDialog({ item, onClose }: { item: ItemPage; onClose: () => void }) {
  const { t } = useLingui()
  const [way, setWay] = useState<Way>('runs on out')
  const [other, setOther] = useState<Option | null>(null)
  const [record, setRecord] = useState('')
  const action = useAction(relateItem)
  const ways: { value: Way; label: string }[] = [
    { value: 'runs on out', label: t`runs on` }, { value: 'runs on in', label: t`carries` }, { value: 'part of out', label: t`is part of` }, { value: 'part of in', label: t`has the part` },
    { value: 'uses out', label: t`uses` }, { value: 'uses in', label: t`is used by` }, { value: 'connected to out', label: t`is connected to` },
  ]
  const find = async (text: string, signal: AbortSignal) => (await read(listItems, { text, limit: 30 }, signal)).rows.filter((row) => row.id !== item.id).map(({ id, key, name }) => ({ id, key, title: name }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const type = relationTypes.find((each) => way.startsWith(each))!
    const ends = way.endsWith('out') ? { from: item.key, to: other?.key ?? '' } : { from: other?.key ?? '', to: item.key }
    if (!(await action.mutateAsync({ ...ends, type, record }).catch(() => undefined))) return
    say(t`Related ${item.key} and ${other?.key ?? ''}`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`Relate ${item.key}`}>
      <form className={styles.fields} onSubmit={submit} noValidate>
        <Select label={item.name} value={way} onChange={(next) => next && setWay(next)} choices={ways} />
        <Combobox label={t`Other item`} source="items" find={find} value={other} onChange={setOther} required />
        <TextField label={t`Change record`} value={record} onChange={setRecord} optional />
        <ProblemNote error={action.error} />
        <div className={styles.verbs}>
          <Leave><Trans>Cancel</Trans></Leave>
          <Button type="submit" look="primary" busy={action.isPending} disabled={!other}><Trans>Relate</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}
