import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import { Fault } from '../ui/Field.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { moved, type Body, type EditProps, type FaultOf, type FormField } from './form.ts'
import styles from './forms.module.css'
import { addressedKinds, useTitles } from './titles.ts'
import { asList, itemInWords } from './words.ts'

/** A list of objects: add, remove, and put in another order with the arrows or Alt with up and down. */
export function ItemsEdit({ field, value, onChange, body, path, faultOf, Fields }: EditProps<Extract<FormField, { type: 'items' }>>) {
  const { i18n } = useLingui()
  const list = useRef<HTMLOListElement>(null)
  const items = asList(value) as Body[]
  const place = (next: Body[], at: number) => {
    onChange(next)
    focusItem(list, at)
  }
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{i18n._(field.label)}</legend>
      {field.help && <p className={styles.help}>{i18n._(field.help)}</p>}
      <ol className={styles.items} ref={list}>
        {items.map((item, at) => {
          const itemPath = `${path}.${at}`
          const fault = faultOf(itemPath)
          return (
            <li key={at} className={styles.item} data-path={itemPath}>
              <span className={styles.place}>{at + 1}</span>
              <Folded field={field} item={item} body={body} faulty={fault !== undefined || isFaulty(field.fields, itemPath, faultOf)}>
                <Fields fields={field.fields} body={body} holder={item} path={itemPath} faultOf={faultOf} row={field.row} onChange={(next) => onChange(items.map((one, index) => (index === at ? next : one)))} />
                {fault && <Fault>{fault}</Fault>}
              </Folded>
              <ItemTools at={at} count={items.length} onMove={(to) => place(moved(items, at, to), to)} onRemove={() => place(items.toSpliced(at, 1), Math.max(0, at - 1))} />
            </li>
          )
        })}
      </ol>
      {faultOf(path) && <Fault>{faultOf(path)}</Fault>}
      <div>
        <Button small onClick={() => place([...items, field.blank(body)], items.length)}>
          <Icon name="plus" size={14} />
          {i18n._(field.add)}
        </Button>
      </div>
    </fieldset>
  )
}

type FoldedProps = { field: Extract<FormField, { type: 'items' }>; item: Body; body: Body; faulty: boolean; children: ReactNode }

/** The fields of an item, behind one line that tells it where the list is folded; what is new or wrong stands open. */
function Folded({ field, item, body, faulty, children }: FoldedProps) {
  const { t, i18n } = useLingui()
  const { titleOf } = useTitles(field.fold ? addressedKinds(field.fields) : [])
  const [open, setOpen] = useState(() => JSON.stringify(item) === JSON.stringify(field.blank(body)))
  if (!field.fold) return <div className={styles.fields}>{children}</div>
  const telling = { say: (message: FormField['label']) => i18n._(message), titleOf, body }
  const words = field.say ? field.say(item, telling) : itemInWords(field.fields, item, telling)
  return (
    <details className={styles.folded} open={open || faulty} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{(Array.isArray(words) ? words.join(', ') : words) || t`Not written yet`}</summary>
      <div className={styles.fields}>{children}</div>
    </details>
  )
}

function isFaulty(fields: readonly FormField[], path: string, faultOf: FaultOf): boolean {
  return fields.some((field) => faultOf(`${path}.${field.name}`) !== undefined)
}

// After React has drawn the new order, the first control of the item gets the focus.
function focusItem(list: { current: HTMLElement | null }, at: number): void {
  requestAnimationFrame(() => list.current?.children[at]?.querySelector<HTMLElement>('input, textarea, button[role="combobox"], button')?.focus())
}

type ToolsProps = { at: number; count: number; onMove: (to: number) => void; onRemove: () => void }

export function ItemTools({ at, count, onMove, onRemove }: ToolsProps) {
  const { t } = useLingui()
  const number = at + 1
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowUp: at - 1, ArrowDown: at + 1 }[event.key]
    if (!event.altKey || to === undefined || to < 0 || to >= count) return
    event.preventDefault()
    onMove(to)
  }
  const tool = (icon: IconName, label: string, onClick: () => void, disabled = false) => (
    <button type="button" className={styles.tool} aria-label={label} title={label} onClick={onClick} disabled={disabled} onKeyDown={onKeyDown}>
      <Icon name={icon} size={15} />
    </button>
  )
  return (
    <span className={styles.tools}>
      {tool('up', t`Move ${number} up`, () => onMove(at - 1), at === 0)}
      {tool('down', t`Move ${number} down`, () => onMove(at + 1), at === count - 1)}
      {tool('close', t`Remove ${number}`, onRemove)}
    </span>
  )
}

/** An object that may be absent: a button adds it, another takes it away. */
export function MaybeEdit({ field, value, onChange, body, path, faultOf, Fields }: EditProps<Extract<FormField, { type: 'maybe' }>>) {
  const { i18n } = useLingui()
  if (typeof value !== 'object' || value === null) {
    return (
      <Button small look="quiet" onClick={() => onChange(field.blank())}>
        <Icon name="plus" size={14} />
        {i18n._(field.add)}
      </Button>
    )
  }
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{i18n._(field.label)}</legend>
      <Fields fields={field.fields} body={body} holder={value as Body} path={path} faultOf={faultOf} row onChange={onChange} />
      {faultOf(path) && <Fault>{faultOf(path)}</Fault>}
      <div>
        <Button small look="quiet" onClick={() => onChange(null)}>
          <Trans>Take it away</Trans>
        </Button>
      </div>
    </fieldset>
  )
}
