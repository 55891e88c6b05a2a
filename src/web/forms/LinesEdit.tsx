import { useLingui } from '@lingui/react/macro'
import { useRef, type KeyboardEvent } from 'react'
import { Button } from '../ui/Button.tsx'
import { Fault } from '../ui/Field.tsx'
import { Icon } from '../ui/Icon.tsx'
import { TextField } from '../ui/TextField.tsx'
import { moved, type EditProps, type FormField } from './form.ts'
import styles from './forms.module.css'
import { ItemTools } from './ItemsEdit.tsx'
import { asList } from './words.ts'

/** A list of one-line texts: Enter begins the next, Backspace in an empty one takes it out, Alt with up and down moves it. */
export function LinesEdit({ field, value, onChange, path, faultOf }: EditProps<Extract<FormField, { type: 'lines' }>>) {
  const { t, i18n } = useLingui()
  const list = useRef<HTMLOListElement>(null)
  const lines = asList(value).map(String)
  const label = i18n._(field.label)
  const place = (next: string[], at: number) => {
    onChange(next)
    requestAnimationFrame(() => list.current?.children[at]?.querySelector('input')?.focus())
  }
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const to = event.altKey ? { ArrowUp: at - 1, ArrowDown: at + 1 }[event.key] : undefined
    if (to !== undefined && to >= 0 && to < lines.length) place(moved(lines, at, to), to)
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) place(lines.toSpliced(at + 1, 0, ''), at + 1)
    else if (event.key === 'Backspace' && lines[at] === '') place(lines.toSpliced(at, 1), Math.max(0, at - 1))
    else return
    event.preventDefault()
  }
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      {field.help && <p className={styles.help}>{i18n._(field.help)}</p>}
      <ol className={styles.choices} ref={list}>
        {lines.map((line, at) => {
          const number = at + 1
          return (
            <li key={at} className={styles.line} data-path={`${path}.${at}`}>
              <span className={styles.place}>{number}</span>
              <TextField label={t`${label}, ${number}`} hideLabel value={line} fault={faultOf(`${path}.${at}`)} onKeyDown={(event) => onKeyDown(event, at)} onChange={(next) => onChange(lines.map((one, index) => (index === at ? next : one)))} />
              <ItemTools at={at} count={lines.length} onMove={(to) => place(moved(lines, at, to), to)} onRemove={() => place(lines.toSpliced(at, 1), Math.max(0, at - 1))} />
            </li>
          )
        })}
      </ol>
      {faultOf(path) && <Fault>{faultOf(path)}</Fault>}
      <div>
        <Button small onClick={() => place([...lines, ''], lines.length)}>
          <Icon name="plus" size={14} />
          {field.add ? i18n._(field.add) : t`Add a line`}
        </Button>
      </div>
    </fieldset>
  )
}
