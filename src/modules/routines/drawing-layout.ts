import type { ElkExtendedEdge, ElkNode } from 'elkjs'
import { notch, type StepBox, type WayLine } from './drawing.ts'

export type Point = { x: number; y: number }
export type PlacedStep = { at: number; x: number; y: number; width: number; height: number }
export type PlacedLabel = { x: number; y: number; width: number; height: number }
export type PlacedWay = { at: number; points: Point[]; label: PlacedLabel | null }

/** A graph in one row, from left to right; pixels from its upper left corner. */
export type Placed = { width: number; height: number; steps: PlacedStep[]; ways: PlacedWay[] }

/** What computes places: the Eclipse Layout Kernel, in a worker of the browser or within Node. It has no chance in it. */
export type Lay = (graph: ElkNode) => Promise<ElkNode>

// Layers after Sugiyama; the order of the body breaks circles and ties, so that the same body is drawn the same anywhere.
const layered = {
  'elk.algorithm': 'layered', 'elk.direction': 'RIGHT', 'elk.edgeRouting': 'ORTHOGONAL', 'elk.randomSeed': '1', 'elk.padding': '[top=4,left=4,bottom=4,right=4]',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES', 'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER', 'elk.layered.feedbackEdges': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX', 'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30', 'elk.spacing.nodeNode': '26', 'elk.spacing.edgeNode': '16', 'elk.spacing.edgeEdge': '15', 'elk.spacing.portPort': '15', 'elk.spacing.edgeLabel': '3',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16', 'elk.layered.spacing.edgeEdgeBetweenLayers': '13',
}

/** The question to the layout: sizes of steps and labels, and which step leads to which. */
export function layoutGraph(steps: readonly StepBox[], ways: readonly WayLine[]): ElkNode {
  return {
    id: 'routine',
    layoutOptions: layered,
    children: steps.map((step) => ({ id: `s${step.at}`, width: step.width, height: step.height })),
    edges: ways.map((way) => ({
      id: `w${way.at}`,
      sources: [`s${way.from}`],
      targets: [`s${way.to}`],
      labels: way.label.length > 0 ? [{ id: `l${way.at}`, text: way.label.join(' '), width: way.labelWidth, height: way.labelHeight }] : [],
    })),
  }
}

/** The answer of the layout; ways end at the slanted edges of the chevrons. */
export function placedFrom(answer: ElkNode, boxes: readonly StepBox[]): Placed {
  const steps = (answer.children ?? []).map((child) => ({ at: placeOf(child.id), x: child.x ?? 0, y: child.y ?? 0, width: child.width ?? 0, height: child.height ?? 0 }))
  return { width: answer.width ?? 0, height: answer.height ?? 0, steps, ways: (answer.edges ?? []).map((edge) => placedWay(edge, steps, boxes)) }
}

function placedWay(edge: ElkExtendedEdge, steps: readonly PlacedStep[], boxes: readonly StepBox[]): PlacedWay {
  const section = edge.sections?.[0]
  const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({ x, y })) : []
  const label = edge.labels?.[0]
  const from = steps.find((step) => step.at === placeOf(edge.sources[0] ?? ''))
  const to = steps.find((step) => step.at === placeOf(edge.targets[0] ?? ''))
  const [first, last] = [points[0], points.at(-1)]
  // The first step begins square, and an end ends so.
  if (first && from && !boxes[from.at]?.end) first.x = from.x + from.width - notch * lean(first, from)
  if (last && to && !boxes[to.at]?.first) last.x = to.x + notch * (1 - lean(last, to))
  return { at: placeOf(edge.id ?? ''), points, label: label ? { x: label.x ?? 0, y: label.y ?? 0, width: label.width ?? 0, height: label.height ?? 0 } : null }
}

/** 0 at the middle of a step's side, 1 at its corners. */
function lean(point: Point, step: PlacedStep): number {
  const half = step.height / 2
  return half > 0 ? Math.min(1, Math.abs(point.y - step.y - half) / half) : 0
}

function placeOf(id: string): number {
  return Number(id.slice(1))
}
