import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { Fault as RoutineFault } from '../../../shared/kind.ts'
import { BodyForm } from '../../../web/forms/BodyForm.tsx'
import type { Body, FaultOf } from '../../../web/forms/form.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Fault } from '../../../web/ui/Field.tsx'
import { Icon } from '../../../web/ui/Icon.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { whole } from './blanks.ts'
import type { DiagramVerbs } from './diagram/Diagram.tsx'
import { isSame, type PickedPart } from './diagram/picked.ts'
import { countOf, groupOf, groups, type Group } from './groups.ts'
import { stepFields, transitionFields, transitionInWords } from './routineFields.ts'
import styles from './RoutineEdit.module.css'

const YamlEdit = lazy(async () => ({ default: (await import('./YamlEdit.tsx')).YamlEdit }))

type PanelProps = {
  tab: string
  onTab: (tab: string) => void
  rehearse: ReactNode
  body: Body
  picked: PickedPart | null
  onPick: (part: PickedPart | null) => void
  onChange: (body: Body) => void
  /** Takes a body as it is, without new short names. */
  onReplace: (body: Body) => void
  onGo: (path: string) => void
  verbs: DiagramVerbs
  faults: readonly RoutineFault[]
  faultOf: FaultOf
  count: (path: string) => number
}

/** The data beside the drawing: of what is picked, of everything in groups, or as YAML. */
export function Panel(props: PanelProps) {
  const { t } = useLingui()
  const { body, picked, faults, onReplace, tab, onTab, rehearse } = props
  return (
    <Tabs
      label={t`Data of the routine`}
      value={tab}
      onChange={onTab}
      tabs={[
        { id: 'data', label: t`Data`, content: picked ? <PartData {...props} picked={picked} /> : <Everything {...props} /> },
        { id: 'yaml', label: t`YAML`, content: <Suspense fallback={null}>{tab === 'yaml' && <YamlEdit body={body} faults={faults} onChange={onReplace} />}</Suspense> },
        { id: 'rehearse', label: t`Rehearse`, content: rehearse },
      ]}
    />
  )
}

function PartData({ body, picked, onPick, onChange, verbs, faultOf }: PanelProps & { picked: PickedPart }) {
  const { t } = useLingui()
  const list = picked.part === 'step' ? 'steps' : 'transitions'
  const items = whole(body)[list] as Body[]
  const item = items[picked.at]
  if (!item) return null
  const path = `body.${list}.${picked.at}`
  const set = (next: Body) => onChange({ ...body, [list]: items.map((one, at) => (at === picked.at ? next : one)) })
  return (
    <div className={styles.part} data-part={path} data-path={path}>
      <header className={styles.partHead}>
        <h3>{picked.part === 'step' ? <Trans>Step {picked.at + 1}</Trans> : <Trans>Way {picked.at + 1}</Trans>}</h3>
        <span>
          <Button small look="quiet" onClick={() => verbs.remove(picked)}>
            <Trans>Take out</Trans>
          </Button>
          <Button small look="quiet" onClick={() => onPick(null)} aria-label={t`Close, and show the whole routine`}>
            <Icon name="close" size={14} />
          </Button>
        </span>
      </header>
      {faultOf(path) && <Fault>{faultOf(path)}</Fault>}
      <BodyForm fields={picked.part === 'step' ? stepFields : transitionFields} body={body} holder={item} path={path} faultOf={faultOf} onChange={set} />
      {picked.part === 'step' && <WaysOut body={body} at={picked.at} onPick={onPick} verbs={verbs} />}
    </div>
  )
}

/** Where the step leads, and a way to one more. */
function WaysOut({ body, at, onPick, verbs }: Pick<PanelProps, 'body' | 'onPick' | 'verbs'> & { at: number }) {
  const { t } = useLingui()
  const { steps, transitions } = whole(body)
  const step = steps[at]
  const out = transitions.flatMap((way, place) => (way.from === step?.id ? [{ way, place }] : []))
  const others = steps.flatMap((one, place) => (place !== at && !out.some(({ way }) => way.to === one.id && way.guard === '') ? [{ value: String(place), label: one.name || t`Step ${place + 1}` }] : []))
  return (
    <section className={styles.waysOut}>
      <h4>
        <Trans>Ways out</Trans>
      </h4>
      <ul>
        {out.map(({ way, place }) => (
          <li key={place}>
            <button type="button" className={styles.line} onClick={() => onPick({ part: 'way', at: place })}>
              {way.name || t`Way ${place + 1}`} → {steps.find((one) => one.id === way.to)?.name}
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 && <Select key={out.length} label={t`Add a way to`} hideLabel placeholder={t`Add a way to …`} choices={others} value={null} onChange={(to) => to !== null && verbs.connect(at, Number(to))} />}
    </section>
  )
}

function Everything(props: PanelProps) {
  const { body, faults, onGo } = props
  const [opened, setOpened] = useState<string | null>(() => (body.trigger ? null : 'about'))
  const { t } = useLingui()
  const isNew = whole(body).steps.length === 0
  return (
    <div className={styles.groups}>
      {faults.length > 0 && !isNew && (
        <ul aria-label={t`What is to be mended`} className={styles.mend}>
          {faults.slice(0, 12).map((fault, at) => (
            <li key={at}>
              <button
                type="button"
                onClick={() => {
                  setOpened(groupOf(fault.path)?.id ?? null)
                  onGo(fault.path)
                }}
              >
                {fault.message}
              </button>
            </li>
          ))}
        </ul>
      )}
      {groups.map((group) => (
        <GroupEdit key={group.id} {...props} group={group} open={opened === group.id} onToggle={(open) => setOpened(open ? group.id : null)} />
      ))}
    </div>
  )
}

function GroupEdit({ group, open, onToggle, ...props }: PanelProps & { group: Group; open: boolean; onToggle: (open: boolean) => void }) {
  const { i18n, t } = useLingui()
  const { body, faultOf, count, onChange } = props
  const [shown, faulty] = [countOf(group, body), group.fields.some((field) => count(`body.${field.name}`) > 0)]
  return (
    <details open={open} onToggle={(event) => event.currentTarget.open !== open && onToggle(event.currentTarget.open)}>
      <summary>
        <span>{i18n._(group.label)}</span>
        {faulty && <svg width="9" height="9" viewBox="0 0 9 9" role="img" aria-label={t`to be mended`} className={styles.fault}><rect width="9" height="9" fill="currentColor" /></svg>}
        {shown !== null && shown > 0 && <span className={styles.soft}>{shown}</span>}
      </summary>
      {open && (group.part ? <PartList {...props} part={group.part} /> : <BodyForm fields={group.fields} body={body} holder={body} path="body" faultOf={faultOf} onChange={onChange} />)}
    </details>
  )
}

/** Steps or ways, a line each; picking one shows its data. */
function PartList({ body, picked, onPick, verbs, count, faultOf, part }: PanelProps & { part: 'step' | 'way' }) {
  const { t } = useLingui()
  const { steps, transitions } = whole(body)
  const list = part === 'step' ? 'steps' : 'transitions'
  const lines = part === 'step' ? steps.map((step, at) => step.name || t`Step ${at + 1}`) : transitions.map((way) => transitionInWords(way, body))
  return (
    <div className={styles.groups} data-path={`body.${list}`}>
      {faultOf(`body.${list}`) && <Fault>{faultOf(`body.${list}`)}</Fault>}
      <ol className={styles.lines}>
        {lines.map((line, at) => {
          const one: PickedPart = { part, at }
          return (
            <li key={at}>
              <button type="button" className={styles.line} aria-pressed={isSame(picked, one)} onClick={() => onPick(one)}>
                {line}
              </button>
              {count(`body.${list}.${at}`) > 0 && <Fault>{faultOf(`body.${list}.${at}`) ?? t`to be mended`}</Fault>}
            </li>
          )
        })}
      </ol>
      {part === 'step' && (
        <div>
          <Button small onClick={() => verbs.add(null)}>
            <Icon name="plus" size={14} />
            <Trans>Add a step</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

/** Picks the step or way that a path lies in, and brings its field, or the nearest one around it, into view. */
export function goTo(path: string, pick: (part: PickedPart | null) => void): void {
  const found = /^body\.(steps|transitions)\.(\d+)/.exec(path)
  if (found) pick({ part: found[1] === 'steps' ? 'step' : 'way', at: Number(found[2]) })
  else pick(null)
  setTimeout(() => {
    for (let at = path; at !== 'body' && at !== ''; at = at.split('.').slice(0, -1).join('.')) {
      const places = [...document.querySelectorAll<HTMLElement>(`[data-path="${CSS.escape(at)}"]`)].filter((place) => !place.closest('.react-flow'))
      const place = places[0]
      if (!place) continue
      place.closest('details')?.setAttribute('open', '')
      place.scrollIntoView({ block: 'center' })
      place.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true })
      return
    }
  }, 60)
}
