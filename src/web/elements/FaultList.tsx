import { Trans, useLingui } from '@lingui/react/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { Fault } from '../../shared/kind.ts'
import type { FormField } from '../forms/form.ts'
import problem from '../ui/Problem.module.css'
import styles from './Editor.module.css'

/** Every fault as a link to its field. */
export function FaultList({ faults, fields }: { faults: readonly Fault[]; fields: readonly FormField[] }) {
  const { t, i18n } = useLingui()
  if (!faults.length) return null
  const envelope: Record<string, string> = { title: t`Title`, accountable: t`Answers for it`, reviewEvery: t`Reviewed every`, effectiveOn: t`Holds from`, links: t`Connections` }
  const nameOf = (path: string) => {
    const [first = '', ...rest] = path.split('.')
    if (first !== 'body') return envelope[first] ?? ''
    return wayTo(fields, rest, (message) => i18n._(message)).join(', ')
  }
  return (
    <div role="alert" className={problem.problem}>
      <p className={problem.title}>
        <Trans>Not saved yet. Mend this first:</Trans>
      </p>
      <ul className={styles.list}>
        {faults.map((fault, at) => {
          const name = nameOf(fault.path)
          return (
            <li key={at}>
              <button type="button" onClick={() => goTo(fault.path)}>
                {name && `${name}: `}
                {fault.message}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

// principles.2.text → Principles 3, Text.
function wayTo(fields: readonly FormField[], path: readonly string[], say: (message: MessageDescriptor) => string): string[] {
  const field = fields.find((one) => one.name === path[0] || one.name === path.slice(0, 2).join('.'))
  if (!field) return []
  const rest = path.slice(field.name.split('.').length)
  const at = rest[0] !== undefined && /^\d+$/.test(rest[0]) ? Number(rest[0]) + 1 : null
  const inner = field.type === 'items' || field.type === 'maybe' ? wayTo(field.fields, at === null ? rest : rest.slice(1), say) : []
  return [at === null ? say(field.label) : `${say(field.label)} ${at}`, ...inner]
}

/** Brings the field at a path, or the nearest one around it, into view and gives it the focus. */
function goTo(path: string): void {
  for (let at = path; at; at = at.split('.').slice(0, -1).join('.')) {
    const place = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`)
    if (!place) continue
    place.scrollIntoView({ block: 'center' })
    place.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
    return
  }
}
