import type { Edge, EdgeProps } from '@xyflow/react'
import type { WayLine } from '../../drawing.ts'
import type { DrawnWay } from '../../drawing-rows.ts'
import { lineThrough, wayShapes } from '../../drawing-shapes.ts'
import styles from './Diagram.module.css'
import { Shapes } from './Shapes.tsx'

export type WayState = { faults: number; look: 'full' | 'taken' }
export type WayEdgeData = Edge<{ way: DrawnWay; line: WayLine; state: WayState; picked: boolean }, 'way'>

export function WayEdge({ data }: EdgeProps<WayEdgeData>) {
  if (!data) return null
  const { way, line, state, picked } = data
  const stress = picked ? 'var(--focus)' : state.faults > 0 ? 'var(--missed)' : state.look === 'taken' ? 'var(--ink)' : ''
  const whole = way.paths.map(lineThrough).join('')
  return (
    <>
      {stress && <path d={whole} fill="none" stroke={stress} strokeWidth={picked ? 4 : 3.25} className={styles.stress} />}
      <Shapes shapes={wayShapes(way, line)} />
      <path d={whole} className={styles.reach} />
      {way.label && <rect x={way.label.x} y={way.label.y} width={way.label.width} height={way.label.height} className={styles.reachWords} />}
    </>
  )
}
