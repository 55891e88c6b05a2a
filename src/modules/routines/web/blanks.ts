import { routineBody, type RoutineBody, type RoutineStep, type RoutineTransition } from '../routine-body.ts'
import type { Body } from '../../../web/forms/form.ts'

/** Parts as they begin; what is asked of each stands in routine-body.ts. */
export const blankStep = (): RoutineStep => ({
  id: '', name: '', process: 'operate', role: '', rasci: { accountable: '', supporting: [], consulted: [], informed: [] },
  required: [], requiredIf: [], approvals: [], sets: [], effects: [], exit: [], evidence: [], end: false,
})
export const blankWay = (): RoutineTransition => ({ id: '', from: '', to: '', name: '', guard: '', after: '', unfinished: false, required: [], reason: false, outcome: '', sets: [], effects: [] })
export const blankField = () => ({ id: '', label: '', type: 'text', choices: [], elementKind: '', hint: '', sets: '', steps: [], byRoutine: false })
export const blankClock = () => ({
  id: '', name: '', when: '', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'resolved' }, pause: [], hours: 'elapsed', calendar: '',
  targets: [{ priority: '*', value: null, unit: 'hours', hours: '' }], dueField: '', restart: [], beats: [],
})

export const blankRecurrence = () => ({ id: '', name: '', same: [], when: '', atLeast: 2, months: 6, routine: '', text: '', fields: {}, link: '', roles: [] })

const empty = routineBody.parse({})

/** A body that is still being written, with every part that the drawing asks for; what is wrong in it is left as it is. */
export function whole(body: Body): RoutineBody {
  const listOf = (name: keyof RoutineBody): Body[] => (Array.isArray(body[name]) ? (body[name] as unknown[]).filter(isPart) : [])
  return {
    ...empty,
    ...body,
    steps: listOf('steps').map((step) => ({ ...blankStep(), ...step })),
    transitions: listOf('transitions').map((way) => ({ ...blankWay(), ...way })),
    fields: listOf('fields').map((field) => ({ ...blankField(), ...field })),
    clocks: listOf('clocks').map((clock) => ({ ...blankClock(), targets: [], ...clock })),
  } as RoutineBody
}

function isPart(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
