import type { Shape, Tone } from '../../drawing-shapes.ts'

const colours: Record<Tone, string> = {
  agree: 'var(--agree)', change: 'var(--change)', recover: 'var(--recover)', operate: 'var(--operate)', improve: 'var(--improve)', ink: 'var(--ink)', soft: 'var(--soft)', paper: 'var(--paper)', 'on kind': 'var(--on-kind)',
}

/** What is drawn, in the colours of the theme. */
export function Shapes({ shapes }: { shapes: readonly Shape[] }) {
  return shapes.map((shape, at) => <One key={at} shape={shape} />)
}

function One({ shape }: { shape: Shape }) {
  switch (shape.kind) {
    case 'line':
      return <path d={shape.d} fill="none" stroke={colours[shape.tone]} strokeWidth={shape.width} {...(shape.dashed && { strokeDasharray: '5 3' })} />
    case 'area':
      return <path d={shape.d} fill={colours[shape.tone]} {...(shape.edge && { stroke: colours[shape.edge] })} />
    case 'ring':
      return <circle cx={shape.x} cy={shape.y} r={shape.radius} fill={colours[shape.fill]} stroke={colours[shape.tone]} />
    case 'text':
      return (
        <text x={shape.x} y={shape.y} fontSize={shape.size} fill={colours[shape.tone]} {...(shape.bold && { fontWeight: 600 })} {...(shape.middle && { textAnchor: 'middle' })}>
          {shape.text}
        </text>
      )
  }
}
