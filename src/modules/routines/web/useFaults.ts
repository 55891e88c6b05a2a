import { useDeferredValue, useMemo } from 'react'
import type { Body, FaultOf } from '../../../web/forms/form.ts'
import type { Fault } from '../../../shared/kind.ts'
import { issueFaults } from '../../../shared/issues.ts'
import { routineBody } from '../routine-body.ts'
import { routineFaults } from '../routine-check.ts'
import { whole } from './blanks.ts'

/** Everything that is wrong with a body: what its schema refuses, and what keeps it from running, each with its place and its mend. */
export function faultsOf(body: Body): Fault[] {
  const parsed = routineBody.safeParse(body)
  if (parsed.success) return routineFaults(parsed.data)
  const issues = issueFaults(parsed.error, ['body'])
  const said = new Set(issues.map((fault) => fault.path))
  return [...issues, ...graphFaults(body).filter((fault) => !said.has(fault.path))]
}

function graphFaults(body: Body): Fault[] {
  try {
    return routineFaults(whole(body))
  } catch {
    // A body of another shape, written by hand: the schema has said what is wrong with it.
    return []
  }
}

/** The faults while one types, a moment behind; what the server refused stands beside them until it is mended. */
export function useFaults(body: Body, refused: FaultOf): { faults: Fault[]; faultOf: FaultOf; count: (path: string) => number } {
  const deferred = useDeferredValue(body)
  const faults = useMemo(() => faultsOf(deferred), [deferred])
  const byPath = useMemo(() => new Map(faults.toReversed().map((fault) => [fault.path, fault.message])), [faults])
  return {
    faults,
    faultOf: (path) => byPath.get(path) ?? refused(path),
    count: (path) => faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`)).length,
  }
}
