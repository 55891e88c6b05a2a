import { Handle, Position, type Node, type NodeProps } from '@xyflow/react'
import type { StepBox } from '../../drawing.ts'
import { chevron, stepShapes } from '../../drawing-shapes.ts'
import styles from './Diagram.module.css'
import { Shapes } from './Shapes.tsx'

/** What is said of a step on the drawing besides what it is. */
export type StepState = { faults: number; look: 'full' | 'plain' | 'now' }
export type StepNodeData = Node<{ box: StepBox; state: StepState; picked: boolean; target: boolean }, 'step'>

export function StepNode({ data: { box, state, picked, target } }: NodeProps<StepNodeData>) {
  const outline = picked || target ? 'var(--focus)' : state.faults > 0 ? 'var(--missed)' : state.look === 'now' ? 'var(--ink)' : ''
  return (
    <>
      <Handle type="target" position={Position.Left} className={styles.into ?? ''} />
      <svg width={box.width} height={box.height} aria-hidden="true" className={styles.step}>
        <Shapes shapes={stepShapes(box, 0, 0, state.look === 'plain')} />
        {outline && <path d={chevron(box)} fill="none" stroke={outline} strokeWidth={3} {...(target && { strokeDasharray: '4 3' })} />}
        {state.look === 'now' && <circle cx={box.width - 24} cy={14} r={4.5} fill="var(--on-kind)" />}
        {state.faults > 0 && <FaultMark x={box.width - 30} />}
      </svg>
      <Handle type="source" position={Position.Right} className={styles.out ?? ''} />
    </>
  )
}

function FaultMark({ x }: { x: number }) {
  return (
    <g>
      <rect x={x} y={4} width={18} height={18} fill="var(--paper)" stroke="var(--missed)" />
      <rect x={x + 5} y={9} width={8} height={8} fill="var(--missed)" />
    </g>
  )
}
