import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import type { Body, BodyEditProps } from '../../../web/forms/form.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Icon } from '../../../web/ui/Icon.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { routineBody, type RoutineBody } from '../routine-body.ts'
import { transitionIds } from '../transitions.ts'
import { whole } from './blanks.ts'
import { BringFile } from './BringFile.tsx'
import type { DiagramVerbs } from './diagram/Diagram.tsx'
import type { PickedPart } from './diagram/picked.ts'
import type { StepState } from './diagram/StepNode.tsx'
import type { WayState } from './diagram/WayEdge.tsx'
import { without, withStep, withWay, type Stroke } from './draw.ts'
import { goTo, Panel } from './Panel.tsx'
import styles from './RoutineEdit.module.css'
import { Rehearse } from './rehearsal/Rehearse.tsx'
import { usePlan } from './rehearsal/usePlan.ts'
import { useRehearsal, type RehearsalModel } from './rehearsal/useRehearsal.ts'
import { settle } from './settle.ts'
import { useFaults } from './useFaults.ts'
import { useStrokes } from './useStrokes.ts'
import { useDrawingWords } from './useWords.ts'

const empty = routineBody.parse({})
const Diagram = lazy(async () => ({ default: (await import('./diagram/Diagram.tsx')).Diagram }))

/** A routine while it is written: the diagram, and beside it the data of what is picked, checked while one types. */
export function RoutineEdit({ body, onChange, faultOf: refused, view, title }: BodyEditProps) {
  const { t } = useLingui()
  const words = useDrawingWords()
  const panel = useRef<HTMLDivElement>(null)
  const open = () => requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('[data-part] input, [data-part] textarea')?.focus())
  const { picked, setPicked, strokes, verbs, write } = usePencil(body, onChange, view, open)
  const { faults, faultOf, count } = useFaults(body, refused)
  const drawn = whole(body)
  const begin = () => verbs.add(picked?.part === 'step' ? picked.at : null)
  const [tab, setTab] = useState('data')
  const pick = (part: PickedPart | null) => {
    setPicked(part)
    if (part && tab === 'rehearse') setTab('data')
  }
  const trial = useTrial(body, title)
  const marks = marksOf(drawn, tab === 'rehearse' ? trial.model : null)
  return (
    <div className={styles.bench}>
      <section className={styles.drawing} aria-label={t`Drawing`}>
        <Tools behind={picked?.part === 'step'} strokes={strokes} toMend={faults.length} onAdd={begin} />
        {drawn.steps.length === 0 ? (
          <Begin onBegin={begin} onBring={strokes.change} />
        ) : (
          <Suspense fallback={<p className={styles.soft}><Trans>Drawing…</Trans></p>}>
            <Diagram
              body={drawn}
              words={words}
              label={t`Diagram of ${title}. Arrow keys walk along its ways; Enter opens the data, N adds a step, C begins a way, Delete takes out.`}
              picked={picked}
              onPick={pick}
              onOpen={open}
              verbs={verbs}
              stepState={(at) => ({ faults: count(`body.steps.${at}`), look: marks.step(at) })}
              wayState={(at) => ({ faults: count(`body.transitions.${at}`), look: marks.way(at) })}
            />
            <p className={styles.hint}>
              <Trans>Click a step or a way to write its data. Drag from the end of a step to another one for a way, or to an empty place for a new step.</Trans>
            </p>
          </Suspense>
        )}
      </section>
      <div ref={panel} className={styles.panel}>
        <Panel {...{ body, picked, verbs, faults, faultOf, count, tab }} onTab={setTab} rehearse={<Rehearse {...trial} roleOf={words.roleOf} toMend={faults.length} />} onPick={setPicked} onChange={write} onReplace={(next) => strokes.change(next, true)} onGo={(path) => goTo(path, setPicked)} />
      </div>
    </div>
  )
}

/** A rehearsal of the body as it is written, with the numbers of policies that are made up for it. */
function useTrial(body: Body, title: string) {
  const sound = useMemo(() => {
    const parsed = routineBody.safeParse(body)
    return parsed.success ? parsed.data : empty
  }, [body])
  const [thresholds, setThresholds] = useState<Record<string, number>>({})
  const plan = usePlan(sound, title, thresholds)
  const model = useRehearsal(plan)
  return { plan, model, thresholds, onThreshold: (id: string, value: number) => setThresholds((before) => ({ ...before, [id]: value })) }
}

/** The path that a rehearsal took, on the drawing. */
function marksOf(body: RoutineBody, model: RehearsalModel | null): { step: (at: number) => StepState['look']; way: (at: number) => WayState['look'] } {
  const rehearsal = model?.rehearsal
  if (!model || !rehearsal) return { step: () => 'full', way: () => 'full' }
  const ids = transitionIds(body.transitions)
  return {
    step: (at) => (body.steps[at]?.id === rehearsal.record.state ? 'now' : model.tried.steps.has(body.steps[at]?.id ?? '') ? 'full' : 'plain'),
    way: (at) => (model.tried.ways.has(ids[at] ?? '') ? 'taken' : 'full'),
  }
}

/** What is picked, and everything that a stroke does; each can be taken back. */
function usePencil(body: Body, onChange: (body: Body) => void, view: BodyEditProps['view'], open: () => void) {
  const { t } = useLingui()
  const [picked, setPicked] = useState<PickedPart | null>(null)
  const strokes = useStrokes(body, onChange)
  const keep = knownByRecords(view)
  const stroke = ({ body: next, picked: now }: Stroke) => {
    strokes.change(settle(body, next, keep))
    setPicked(now)
  }
  const drawStep = (drawn: Stroke) => {
    stroke(drawn)
    open()
  }
  const verbs: DiagramVerbs = {
    connect: (from, to) => stroke(withWay(body, from, to)),
    add: (after) => drawStep(withStep(body, after, true)),
    branch: (after) => drawStep(withStep(body, after, false)),
    remove: (part) => {
      stroke(without(body, part))
      say(part.part === 'step' ? t`Step taken out` : t`Way taken out`, undefined, { label: t`Undo`, run: () => strokes.change(body) })
    },
  }
  useKeys({ 'mod+z': (event) => (isText(event.target) ? false : strokes.undo()), 'mod+y': (event) => (isText(event.target) ? false : strokes.redo()) })
  return { picked, setPicked, strokes, verbs, write: (next: Body) => strokes.change(settle(body, next, keep), true) }
}

type ToolsProps = { behind: boolean; strokes: ReturnType<typeof useStrokes>; toMend: number; onAdd: () => void }

function Tools({ behind, strokes, toMend, onAdd }: ToolsProps) {
  return (
    <div className={styles.tools}>
      <Button small onClick={onAdd}>
        <Icon name="plus" size={14} />
        {behind ? <Trans>Step after this one</Trans> : <Trans>Add a step</Trans>}
      </Button>
      <Button small look="quiet" onClick={strokes.undo} disabled={!strokes.mayUndo}>
        <Trans>Undo</Trans>
      </Button>
      <Button small look="quiet" onClick={strokes.redo} disabled={!strokes.mayRedo}>
        <Trans>Redo</Trans>
      </Button>
      <output className={styles.standing}>{toMend === 0 ? <Trans>Nothing to mend</Trans> : <Plural value={toMend} one="# thing to mend" other="# things to mend" />}</output>
    </div>
  )
}

function Begin({ onBegin, onBring }: { onBegin: () => void; onBring: (body: Body) => void }) {
  return (
    <div className={styles.begin}>
      <p>
        <Trans>A routine is a few steps, each with a role that is responsible for it, and the ways between them. Begin with what happens first.</Trans>
      </p>
      <Button look="primary" onClick={onBegin}>
        <Trans>Draw the first step</Trans>
      </Button>
      <p className={styles.soft}>
        <Trans>Or begin with a workflow of another tool (USM interchange) or a routine as YAML:</Trans>
      </p>
      <BringFile onBring={onBring} />
    </div>
  )
}

/** Short names that records may know: those of the version in force. */
function knownByRecords(view: BodyEditProps['view']): ReadonlySet<string> {
  if (!view || view.version === 0) return new Set()
  const inForce = whole(view.body)
  return new Set([...inForce.steps, ...inForce.fields, ...inForce.outcomes, ...inForce.clocks].map((part) => part.id))
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
