import { Fault as FaultLine } from '../../../web/ui/Field.tsx'
import type { Fault } from '../../../shared/kind.ts'

/** What is wrong with a mapping, each with its place in it. */
export function FaultNotes({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) return null
  return (
    <div role="alert">
      {faults.map(({ path, message }) => (
        <FaultLine key={`${path} ${message}`}>
          <span>
            {path && <code>{path}</code>} {message}
          </span>
        </FaultLine>
      ))}
    </div>
  )
}
