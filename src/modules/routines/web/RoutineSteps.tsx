import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useState } from 'react'
import type { ElementView } from '../../../shared/element.contract.ts'
import { fieldInWords, itemInWords } from '../../../web/forms/words.ts'
import { useTitles } from '../../../web/forms/titles.ts'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { valueAt } from '../../../web/forms/form.ts'
import { Facts, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import type { RoutineBody } from '../routine-body.ts'
import { whole } from './blanks.ts'
import { clockFields } from './clockFields.ts'
import { ExportMenu } from './ExportMenu.tsx'
import type { PickedPart } from './diagram/picked.ts'
import styles from './Routine.module.css'
import { stepFields, transitionFields } from './routineFields.ts'
import { useDrawingWords } from './useWords.ts'

const Diagram = lazy(async () => ({ default: (await import('./diagram/Diagram.tsx')).Diagram }))
const PrintedDiagram = lazy(async () => ({ default: (await import('./diagram/Diagram.tsx')).PrintedDiagram }))

/** The routine at a glance: its diagram, what is picked on it, and the same in words. */
export function RoutineSteps({ element }: { element: ElementView }) {
  const { t } = useLingui()
  const body = whole(element.body)
  const words = useDrawingWords()
  const [picked, setPicked] = useState<PickedPart | null>(null)
  if (body.steps.length === 0) return null
  return (
    <Section title={<Trans>Steps and ways</Trans>} aside={<ExportMenu element={element} />}>
      <Suspense fallback={<Chevrons body={body} />}>
        <Diagram body={body} words={words} label={t`Diagram of ${element.title}. Arrow keys walk along its ways; the same stands below in words.`} picked={picked} onPick={setPicked} />
        <PrintedDiagram body={body} words={words} />
      </Suspense>
      <Legend />
      {picked && <PickedFacts body={body} picked={picked} />}
      <InWords body={body} />
    </Section>
  )
}

/** While the drawing is on its way, the steps in their order. */
function Chevrons({ body }: { body: RoutineBody }) {
  const words = useDrawingWords()
  return (
    <ol className={styles.steps}>
      {body.steps.map((step, at) => (
        <li key={at} className={styles[step.process]}>
          <span className={styles.name}>{step.name || words.unnamed}</span>
          <span className={styles.role}>{step.role ? words.roleOf(step.role) : words.noRole}</span>
        </li>
      ))}
    </ol>
  )
}

/** What the lines mean. */
export function Legend() {
  const { t } = useLingui()
  const line = (name: string, words: string, dashed: boolean, soft: boolean) => (
    <li key={name}>
      <svg width="34" height="10" aria-hidden="true">
        <path d="M1 5H27" fill="none" stroke={soft ? 'var(--soft)' : 'var(--ink)'} strokeWidth={soft ? 1 : 1.25} {...(dashed && { strokeDasharray: '5 3' })} />
        <path d={soft ? 'M1 5l7 -3.6v7.2z' : 'M34 5l-7 -3.6v7.2z'} fill={soft ? 'var(--soft)' : 'var(--ink)'} />
        {dashed && <path d="M6 5l5 -4l5 4l-5 4z" fill="var(--paper)" stroke="var(--ink)" />}
      </svg>
      {words}
    </li>
  )
  return (
    <ul className={styles.legend}>
      {line('on', t`goes on`, false, false)}
      {line('guarded', t`only when something holds`, true, false)}
      {line('back', t`goes back`, false, true)}
      <li>✓ {t`after approval`}</li>
      <li>✕ {t`after refusal`}</li>
      <li>
        <svg width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="8" r="7" fill="none" stroke="var(--ink)" />
          <text x="8" y="11.3" fontSize="9.5" fontWeight="600" textAnchor="middle" fill="var(--ink)">A</text>
        </svg>
        {t`goes on at the same letter`}
      </li>
    </ul>
  )
}

/** The data of the step or the way that is picked, as it reads. */
function PickedFacts({ body, picked }: { body: RoutineBody; picked: PickedPart }) {
  const fields = picked.part === 'step' ? stepFields : transitionFields
  const item: Body | undefined = picked.part === 'step' ? body.steps[picked.at] : body.transitions[picked.at]
  const rows = useFacts(fields, item ?? {}, body)
  if (!item) return null
  return (
    <div aria-live="polite" className={styles.picked}>
      <Facts rows={rows} />
    </div>
  )
}

function useFacts(fields: readonly FormField[], item: Body, body: RoutineBody) {
  const { i18n } = useLingui()
  const { titleOf } = useTitles(['role', 'calendar', 'routine'])
  const telling = { say: (message: FormField['label']) => i18n._(message), titleOf, body }
  return fields.flatMap((field) => {
    if (field.when && !field.when(item, body)) return []
    const words = fieldInWords(field, valueAt(item, field.name), telling)
    const text = Array.isArray(words) ? words.join('; ') : words
    return text && !(field.type === 'flag' && valueAt(item, field.name) !== true) ? [{ label: i18n._(field.label), value: text }] : []
  })
}

/** What the drawing shows, as a list of steps each with the ways out of it. */
function InWords({ body }: { body: RoutineBody }) {
  const { i18n } = useLingui()
  const { find, titleOf } = useTitles(['role', 'calendar'])
  const telling = { say: (message: FormField['label']) => i18n._(message), titleOf, body }
  const nameOf = (id: string) => body.steps.find((step) => step.id === id)?.name ?? id
  return (
    <details className={styles.words}>
      <summary>
        <Trans>The same in words</Trans>
      </summary>
      <ol>
        {body.steps.map((step, at) => {
          const role = step.role ? find(step.role) : undefined
          return (
            <li key={at}>
              <strong>{step.name}</strong>
              {step.role && <> · {role ? <KeyLink elementKey={role.key}>{role.title}</KeyLink> : step.role}</>}
              {step.end && <> · <Trans>the routine may end here</Trans></>}
              <ul>
                {body.transitions.filter((way) => way.from === step.id).map((way, place) => (
                  <li key={place}>
                    {way.name} → {nameOf(way.to)}
                    {way.guard && <> <code>{way.guard}</code></>}
                  </li>
                ))}
              </ul>
            </li>
          )
        })}
      </ol>
      {body.clocks.length > 0 && (
        <ul>
          {body.clocks.map((clock, at) => (
            <li key={at}>◷ {itemInWords(clockFields, clock, telling)}</li>
          ))}
        </ul>
      )}
    </details>
  )
}
