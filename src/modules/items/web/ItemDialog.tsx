import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { addItem, changeItem, type ItemPage } from '../item.contract.ts'
import type { ItemStatus } from '../item.ts'
import styles from './Items.module.css'

type Filled = { name: string; type: string; status: ItemStatus; service: Picked | null; owner: Picked | null; location: Picked | null; supplier: Picked | null; attributes: string; note: string; record: string; reason: string }

function filledOf(item: ItemPage | undefined): Filled {
  return {
    name: item?.name ?? '', type: item?.type ?? '', status: item?.status ?? 'in use', service: item?.services[0] ?? null, owner: item?.owner ?? null, location: item?.location ?? null, supplier: item?.supplier ?? null,
    attributes: Object.entries(item?.attributes ?? {}).map(([name, value]) => `${name}: ${value}`).join('\n'), note: item?.note ?? '', record: '', reason: '',
  }
}

/** Lines such as "os: Debian 13" as attributes. */
function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const at = line.indexOf(':')
    return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
  }))
}

/** Adds an item, or changes one under a change record. */
export function ItemDialog({ item, onClose }: { item?: ItemPage; onClose: (key?: string) => void }) {
  const { t } = useLingui()
  const [filled, setFilled] = useState(() => filledOf(item))
  const add = useAction(addItem)
  const change = useAction(changeItem)
  const action = item ? change : add
  const put = (more: Partial<Filled>) => setFilled({ ...filled, ...more })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { service, owner, location, supplier, attributes, ...rest } = filled
    const others = item?.services.slice(1).map(({ key }) => key) ?? []
    const said = { ...rest, services: [...(service ? [service.key ?? service.id] : []), ...others], owner: owner?.key ?? null, location: location?.key ?? null, supplier: supplier?.key ?? null, attributes: attributesOf(attributes) }
    const done = await (item ? change.mutateAsync({ ...said, item: item.id, revision: item.revision }) : add.mutateAsync(said)).catch(() => undefined)
    if (!done) return
    say(item ? t`Changed ${done.key}` : t`Added ${done.key}`)
    onClose(done.key)
  }
  const fault = (path: string) => faultAt(action.error, path)
  return (
    <Dialog wide open onClose={() => onClose()} title={item ? t`Change ${item.key}` : t`Add an item`}>
      <form onSubmit={submit} noValidate className={styles.fields}>
        <div className={styles.pair}>
          <TextField label={t`Name`} value={filled.name} onChange={(name) => put({ name })} required fault={fault('name')} />
          <TextField label={t`Type`} help={t`e.g. server, database, network, program`} value={filled.type} onChange={(type) => put({ type })} fault={fault('type')} />
        </div>
        <div className={styles.pair}>
          <Select label={t`Status`} value={filled.status} onChange={(status) => put({ status: status ?? 'in use' })} choices={[{ value: 'planned', label: t`Planned` }, { value: 'in use', label: t`In use` }, { value: 'retired', label: t`Retired` }]} />
          <ElementField label={t`Service that stands on it`} kinds={['service']} value={filled.service} onChange={(service) => put({ service })} {...(fault('services.0') && { fault: fault('services.0') })} />
        </div>
        <div className={styles.pair}>
          <ElementField label={t`Owner, a role or unit`} kinds={['role', 'unit']} value={filled.owner} onChange={(owner) => put({ owner })} />
          <ElementField label={t`Location`} kinds={['location']} value={filled.location} onChange={(location) => put({ location })} />
          <ElementField label={t`Supplier`} kinds={['supplier']} value={filled.supplier} onChange={(supplier) => put({ supplier })} />
        </div>
        <TextArea label={t`Attributes`} help={t`One a line, e.g. os: Debian 13`} value={filled.attributes} onChange={(attributes) => put({ attributes })} optional />
        <TextArea label={t`Note`} value={filled.note} onChange={(note) => put({ note })} optional />
        {item && (
          <div className={styles.pair}>
            <TextField label={t`Change record`} help={t`Its key, e.g. CHG-7`} value={filled.record} onChange={(record) => put({ record })} optional />
            <TextField label={t`Why`} value={filled.reason} onChange={(reason) => put({ reason })} optional />
          </div>
        )}
        <ProblemNote error={action.error} shown={['name', 'type', 'services.0']} />
        <div className={styles.verbs}>
          <Leave><Trans>Cancel</Trans></Leave>
          <Button type="submit" look="primary" busy={action.isPending}>{item ? <Trans>Change</Trans> : <Trans>Add</Trans>}</Button>
        </div>
      </form>
    </Dialog>
  )
}
