import { useLingui } from '@lingui/react/macro'
import { ReactFlow, type FinalConnectionState } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { classes } from '../../../../web/ui/classes.ts'
import type { Drawn, DrawingWords } from '../../drawing.ts'
import { inRows, type Drawing } from '../../drawing-rows.ts'
import { shapesOf } from '../../drawing-shapes.ts'
import type { RoutineBody } from '../../routine-body.ts'
import styles from './Diagram.module.css'
import { isSame, walked, type PickedPart } from './picked.ts'
import { Shapes } from './Shapes.tsx'
import { StepNode, type StepNodeData, type StepState } from './StepNode.tsx'
import { useLaidOut, type InOneRow } from './useLaidOut.ts'
import { WayEdge, type WayEdgeData, type WayState } from './WayEdge.tsx'

/** What may be done to a drawing while it is written. */
export type DiagramVerbs = {
  connect: (from: number, to: number) => void
  /** A new step, behind one or at the end. */
  add: (after: number | null) => void
  /** A new step to which one more way leads. */
  branch: (after: number) => void
  remove: (part: PickedPart) => void
}

type DiagramProps = {
  body: Drawn & RoutineBody
  words: DrawingWords
  label: string
  picked?: PickedPart | null
  onPick?: (part: PickedPart | null) => void
  /** Goes to the data of what is picked: Enter. */
  onOpen?: (part: PickedPart) => void
  stepState?: (at: number) => StepState
  wayState?: (at: number) => WayState
  verbs?: DiagramVerbs
}

const nodeTypes = { step: StepNode }
const edgeTypes = { way: WayEdge }
const printWidth = 580
const calm: StepState = { faults: 0, look: 'full' }
const calmWay: WayState = { faults: 0, look: 'full' }

/** A routine as a diagram in rows that fit its place: clicked or walked by arrows, and drawn on where that is allowed. */
export function Diagram(props: DiagramProps) {
  const { body, words, verbs } = props
  const laid = useLaidOut(body, words)
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  // On a telephone letters shrink a little rather than every row holding one step.
  const zoom = width < 420 ? 0.9 : 1
  const drawing = useMemo(() => (laid && width > 0 ? inRows(laid.placed, width / zoom) : null), [laid, width, zoom])
  return (
    <div ref={frame} className={classes(styles.frame, verbs && styles.editable)} data-drawn={drawing ? '' : undefined}>
      {laid && drawing && <Flow {...props} laid={laid} drawing={drawing} zoom={Math.min(zoom, width / drawing.width)} />}
    </div>
  )
}

/** The same drawing for paper. */
export function PrintedDiagram({ body, words }: Pick<DiagramProps, 'body' | 'words'>) {
  const laid = useLaidOut(body, words)
  const drawing = useMemo(() => (laid ? inRows(laid.placed, printWidth) : null), [laid])
  if (!laid || !drawing) return null
  return (
    <svg className={styles.printed} viewBox={`0 0 ${drawing.width} ${drawing.height}`} aria-hidden="true">
      <Shapes shapes={shapesOf(laid.boxes, laid.lines, drawing)} />
    </svg>
  )
}

type FlowProps = DiagramProps & { laid: InOneRow; drawing: Drawing; zoom: number }

function Flow(props: FlowProps) {
  const { drawing, zoom, label, picked, onPick, verbs } = props
  const { keys, target } = useWalk(props)
  const { nodes, edges } = useParts(props, target)
  const connected = (_: unknown, state: FinalConnectionState) => {
    if (!verbs || !state.fromNode) return
    const from = placeOf(state.fromNode.id)
    if (state.toNode) verbs.connect(from, placeOf(state.toNode.id))
    else verbs.branch(from)
  }
  return (
    <div style={{ height: drawing.height * zoom, width: drawing.width * zoom }}>
      <ReactFlow
        aria-label={label}
        onKeyDown={keys}
        className={styles.flow ?? ''}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        viewport={{ x: 0, y: 0, zoom }}
        minZoom={0.1}
        onNodeClick={(_, node) => onPick?.({ part: 'step', at: placeOf(node.id) })}
        onEdgeClick={(_, edge) => onPick?.({ part: 'way', at: placeOf(edge.id) })}
        onPaneClick={() => picked && onPick?.(null)}
        onConnectEnd={connected}
        nodesConnectable={verbs !== undefined}
        connectionRadius={70}
        nodesDraggable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        panOnDrag={false}
        autoPanOnConnect={false}
        zoomOnScroll={false}
        zoomOnPinch={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        disableKeyboardA11y
        proOptions={{ hideAttribution: true }}
      />
    </div>
  )
}

function useParts({ laid, drawing, picked, body, stepState, wayState, verbs }: FlowProps, target: number | null): { nodes: StepNodeData[]; edges: WayEdgeData[] } {
  const { t } = useLingui()
  const stop: PickedPart = picked && (picked.part === 'step' ? picked.at < laid.boxes.length : laid.lines.some((line) => line.at === picked.at)) ? picked : { part: 'step', at: 0 }
  const nameOf = (at: number) => body.steps[at]?.name || t`step without a name`
  const nodes = drawing.steps.flatMap((placed): StepNodeData[] => {
    const box = laid.boxes[placed.at]
    if (!box) return []
    const part: PickedPart = { part: 'step', at: placed.at }
    const state = stepState?.(placed.at) ?? calm
    const name = [nameOf(placed.at), box.work, box.role.join(' '), ...box.marks.map((mark) => mark.text), box.end ? t`the routine may end here` : '', state.faults ? t`to be mended` : ''].filter(Boolean).join(', ')
    return [{
      id: `s${placed.at}`, type: 'step', position: { x: placed.x, y: placed.y }, width: placed.width, height: box.height, data: { box, state, picked: isSame(picked, part), target: target === placed.at }, connectable: verbs !== undefined, ariaRole: 'button',
      domAttributes: { tabIndex: isSame(stop, part) ? 0 : -1, 'aria-label': name, 'aria-pressed': isSame(picked, part), 'aria-roledescription': t`step`, 'data-path': `body.steps.${placed.at}` } as StepNodeData['domAttributes'] & object,
    }]
  })
  const edges = drawing.ways.flatMap((way): WayEdgeData[] => {
    const line = laid.lines.find((one) => one.at === way.at)
    if (!line) return []
    const part: PickedPart = { part: 'way', at: way.at }
    const [from, to, name] = [nameOf(line.from), nameOf(line.to), body.transitions[way.at]?.name ?? '']
    return [{
      id: `w${way.at}`, type: 'way', source: `s${line.from}`, target: `s${line.to}`, data: { way, line, state: wayState?.(way.at) ?? calmWay, picked: isSame(picked, part) }, ariaRole: 'button', ariaLabel: t`${name}: from ${from} to ${to}`,
      domAttributes: { tabIndex: isSame(stop, part) ? 0 : -1, 'aria-pressed': isSame(picked, part), 'aria-roledescription': t`way` },
    }]
  })
  return { nodes, edges }
}

/** Arrows walk along the ways; where one draws, letters add, join and take away. */
function useWalk({ body, picked, onPick, onOpen, verbs }: FlowProps) {
  const [joining, setJoining] = useState<{ from: number; to: number } | null>(null)
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const part = partOf(event.target)
    if (!part || event.ctrlKey || event.metaKey || event.altKey) return
    if (joining && verbs) return choose(event, joining)
    const next = walked(body, part, event.key)
    if (next) focusOn(event.currentTarget, next)
    const verb = verbOf(event.key, part)
    if (!next && !verb) return
    event.preventDefault()
    event.stopPropagation()
    verb?.()
  }
  const verbOf = (key: string, part: PickedPart): (() => void) | undefined => {
    if (key === 'Enter' || key === ' ') return () => { onPick?.(part); if (key === 'Enter') onOpen?.(part) }
    if (key === 'Escape' && picked) return () => onPick?.(null)
    if (!verbs) return undefined
    if (key === 'Delete' || key === 'Backspace') return () => verbs.remove(part)
    if (part.part !== 'step') return undefined
    if (key === 'n') return () => verbs.add(part.at)
    if (key === 'c') return () => setJoining({ from: part.at, to: part.at })
    return undefined
  }
  const choose = (event: KeyboardEvent<HTMLDivElement>, { from, to }: { from: number; to: number }) => {
    const turn = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    event.preventDefault()
    event.stopPropagation()
    if (turn !== undefined) setJoining({ from, to: (to + turn + body.steps.length) % body.steps.length })
    else setJoining(null)
    if (event.key === 'Enter' && to !== from) verbs?.connect(from, to)
  }
  return { keys, target: joining && joining.to !== joining.from ? joining.to : null }
}

function partOf(target: EventTarget): PickedPart | null {
  const id = target instanceof Element ? target.closest('[data-id]')?.getAttribute('data-id') : null
  return id ? { part: id.startsWith('s') ? 'step' : 'way', at: placeOf(id) } : null
}

function focusOn(holder: Element, { part, at }: PickedPart): void {
  const found = holder.querySelector(`[data-id="${part === 'step' ? 's' : 'w'}${at}"]`)
  if (found instanceof HTMLElement || found instanceof SVGElement) found.focus()
}

function placeOf(id: string): number {
  return Number(id.slice(1))
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}
